// Making and keeping elements. Text goes in as text only: there is no way here to make markup.

const SVG = "http://www.w3.org/2000/svg";

export function element(tag, className = "", text = null) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== null) made.textContent = text;
  return made;
}

// A name somebody typed: apart from the text around it, whatever direction or marks it brings.
export function name(className = "") {
  return element("bdi", className ? `clip ${className}` : "clip");
}

export function setName(node, text) {
  const shown = text.trim() === "" ? "(no name)" : text;
  if (node.textContent === shown) return;
  node.textContent = shown;
  node.title = shown;
}

export function icon(kind) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  svg.append(use);
  setIcon(svg, kind);
  return svg;
}

export function setIcon(svg, kind) {
  const href = `#icon-${kind}`;
  const use = svg.firstElementChild;
  if (use.getAttribute("href") !== href) use.setAttribute("href", href);
}

// Only what changed is touched: a selection survives, and screen readers stay calm.
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

export function setClass(node, className) {
  if (node.className !== className) node.className = className;
}

export function show(node, shown) {
  if (node.hidden === shown) node.hidden = !shown;
}

// Makes the children of `parent` be `items`, in order, by key; moves only what moved.
export function keep(parent, items, keyOf, make, update) {
  const left = new Map([...parent.children].map((node) => [node.dataset.key, node]));
  const keys = items.map((item, place) => keyOf(item, place));
  const wanted = new Set(keys);
  for (const [key, node] of left) if (!wanted.has(key)) node.remove();
  let next = parent.firstElementChild;
  items.forEach((item, place) => {
    let node = left.get(keys[place]);
    if (node === undefined) {
      node = make(item);
      node.dataset.key = keys[place];
    }
    update(node, item);
    if (node === next) next = next.nextElementSibling;
    else parent.insertBefore(node, next);
  });
}
