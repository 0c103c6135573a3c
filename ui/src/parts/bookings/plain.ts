/** Roles of a table that the calendar component gives without the rows a table must have. */
const TABLE = ['table', 'rowgroup', 'row', 'cell', 'columnheader', 'rowheader'];

/** Takes them away: what lies on the days are buttons, and the list beside the calendar is its table. */
export function plain(node: HTMLElement): { destroy: () => void } {
  function strip(): void {
    for (const role of TABLE) {
      for (const element of node.querySelectorAll(`[role=${role}]`)) {
        element.removeAttribute('role');
        element.removeAttribute('aria-colindex');
        element.removeAttribute('aria-colspan');
      }
    }
  }
  const observer = new MutationObserver(strip);
  observer.observe(node, { subtree: true, childList: true, attributeFilter: ['role'] });
  strip();
  return { destroy: () => observer.disconnect() };
}
