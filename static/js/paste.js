// Rich text that is pasted into a plain field keeps its paragraphs: blocks become lines with a blank one between.

const BLOCKS = new Set(
  "ADDRESS ARTICLE ASIDE BLOCKQUOTE DD DIV DL DT FIGCAPTION FIGURE FOOTER FORM H1 H2 H3 H4 H5 H6 HEADER HR LI MAIN NAV OL P PRE SECTION TABLE TR UL".split(
    " ",
  ),
);
const SILENT = new Set(["SCRIPT", "STYLE", "TEMPLATE", "TITLE", "HEAD", "NOSCRIPT"]);
const TIGHT = new Set(["LI", "TR", "DT", "DD", "DIV"]);

// Without attributes and styles: they would mean nothing here, and the page's policy reports each of them.
function bare(html) {
  return html
    .replace(/<(style|script)\b[\s\S]*?<\/\1\s*>/gi, "")
    .replace(/<([a-z][a-z0-9]*)(?:"[^"]*"|'[^']*'|[^'">])*>/gi, "<$1>");
}

/** The text of some HTML with its paragraphs; nothing of it is run or loaded. */
export function paragraphs(html) {
  const out = [];
  const walk = (node, kept) => {
    if (node.nodeType === Node.TEXT_NODE) {
      out.push(kept ? node.data.replace(/ /g, "\u0003") : node.data.replace(/[ \t\n\r\f]+/g, " "));
    } else if (node.nodeName === "BR") {
      out.push("\n");
    } else if (!SILENT.has(node.nodeName)) {
      const edge = !BLOCKS.has(node.nodeName) ? "" : TIGHT.has(node.nodeName) ? "\u0001" : "\u0002";
      if (edge) out.push(edge);
      for (const child of node.childNodes) walk(child, kept || node.nodeName === "PRE");
      if (node.nodeName === "TD" || node.nodeName === "TH") out.push(" ");
      if (edge) out.push(edge);
    }
  };
  walk(new DOMParser().parseFromString(bare(html), "text/html").body, false);
  return out
    .join("")
    .replace(/[ ]*([\u0001\u0002][\u0001\u0002 ]*)/g, (edges) => (edges.includes("\u0002") ? "\n\n" : "\n"))
    .replace(/ *\n */g, "\n")
    .replace(/\n{3,}/g, "\n\n")
    .replace(/^\n+|\n+$/g, "")
    .trim()
    .replace(/\u0003/g, " ");
}

/** From now on `field` takes rich text as paragraphs; what has none, or no HTML, is pasted as ever. */
export function keepParagraphs(field) {
  field.addEventListener("paste", (event) => {
    const html = event.clipboardData?.getData("text/html");
    const text = html ? paragraphs(html) : "";
    if (!text) return;
    event.preventDefault();
    // as typed, so that the browser can undo it
    if (!document.execCommand("insertText", false, text)) {
      field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  });
}
