// The claim as one readable sentence; the server writes the same from the same patterns.

const SLOT = /\{(\w+)\}/g;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The day of a plain date in words; anything else as it was written. */
export function day(text) {
  const written = text.trim();
  if (!DAY.test(written)) return written;
  const date = new Date(`${written}T00:00:00Z`);
  if (Number.isNaN(date.getTime())) return written;
  return new Intl.DateTimeFormat(document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang, {
    day: "numeric", month: "long", year: "numeric", timeZone: "UTC",
  }).format(date);
}

export function listed(names) {
  return new Intl.ListFormat(document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang).format(names);
}

/** Runs of [text, bold]; none while something that the sentence needs is missing. */
export function sentence({ patterns, did, hedge, conditional, bold }, { said, speakers, teller, polarity, act, manner, certainty, isConditional, answer, question }) {
  const whole = polarity === "declines" && !answer;
  const what = whole ? question : answer;
  if (!said.trim() || !speakers.length || !polarity || !what) return [];
  const verb = whole ? did.whole : did[`${polarity} ${act}`] ?? did[polarity] ?? "";
  const saidHow = [verb, hedge[certainty], isConditional ? conditional : ""].filter(Boolean).join(" ");
  const pattern = patterns[manner in patterns && (manner !== "indirect" || teller) ? manner : "plain"];
  const slots = { day: day(said), speaker: listed(speakers), teller, did: saidHow, what: what.replace(/\.+$/, "") };
  const runs = [];
  let at = 0;
  for (const slot of pattern.matchAll(SLOT)) {
    runs.push([pattern.slice(at, slot.index), false], [slots[slot[1]] ?? "", bold.includes(slot[1])]);
    at = slot.index + slot[0].length;
  }
  runs.push([pattern.slice(at), false]);
  return runs.filter(([text]) => text);
}
