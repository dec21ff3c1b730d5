// Copies of half-written forms on this device, so that nothing typed is lost to a reload, a network or a session.
//
// A copy belongs to one editor and is offered to nobody else. Signing out removes the copies that the server has
// too; what only this device has stays until its editor signs in again (losing it would be worse).

const PREFIX = "counterclaim:copy:";

const name = (user, draft) => `${PREFIX}${user}:${draft}`;

function all(user) {
  const found = [];
  for (let i = 0; i < localStorage.length; i += 1) {
    const key = localStorage.key(i);
    if (!key.startsWith(`${PREFIX}${user}:`)) continue;
    try {
      found.push(JSON.parse(localStorage.getItem(key)));
    } catch {
      localStorage.removeItem(key);
    }
  }
  return found;
}

/** The copy of this draft, or null. */
export function get(user, draft) {
  try {
    return JSON.parse(localStorage.getItem(name(user, draft)));
  } catch {
    return null;
  }
}

/** Keep a copy: {draft, purpose, fields, at, saved, tab, seen}. False where the device has no room or no storage. */
export function keep(user, copy) {
  try {
    localStorage.setItem(name(user, copy.draft), JSON.stringify(copy));
    return true;
  } catch {
    return false;
  }
}

/** The newest copy of this purpose, or of this draft where one is named; null where there is none. */
export function find(user, { purpose, draft }) {
  try {
    const fitting = all(user).filter((copy) => copy.purpose === purpose && (!draft || copy.draft === draft));
    return fitting.sort((a, b) => b.at - a.at)[0] ?? null;
  } catch {
    return null;
  }
}

export function remove(user, draft) {
  try {
    localStorage.removeItem(name(user, draft));
  } catch {
    // no storage, nothing to remove
  }
}

/** Remove what the server has too. */
export function removeSaved(user) {
  try {
    for (const copy of all(user)) if (copy.saved) remove(user, copy.draft);
  } catch {
    // no storage, nothing to remove
  }
}
