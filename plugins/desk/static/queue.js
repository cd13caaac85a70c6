"use strict";
// The queue by keyboard, and counts that stay true while the page is open.
(() => {
  const links = [...document.querySelectorAll("#queue tbody a")];
  const counts = document.getElementById("counts");
  const typing = (target) => target.closest("input, select, textarea, button");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || typing(event.target)) return;
    const at = links.indexOf(document.activeElement);
    if (event.key === "j" || event.key === "k") {
      const to = event.key === "j" ? Math.min(at + 1, links.length - 1) : Math.max(at - 1, 0);
      if (links[to]) links[to].focus();
    } else if (event.key === "n") {
      const next = document.getElementById("next");
      if (next) next.click();
    } else if (event.key === "/") {
      event.preventDefault();
      document.querySelector("[name=text]").focus();
    } else return;
    event.preventDefault();
  });
  for (const link of links) {
    link.closest("tr").addEventListener("click", (event) => { if (!event.target.closest("a")) link.click(); });
  }

  const ask = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(`queue/counts?${counts.dataset.query}`, { headers: { accept: "application/json" } });
      if (!answer.ok) return;
      const told = await answer.json();
      const changed = String(told.total) !== counts.dataset.total;
      const parts = counts.querySelectorAll("b");
      [told.total, told.overdue, told.claimed].forEach((one, index) => { parts[index].textContent = one; });
      if (changed && !document.getElementById("reload")) {
        const again = document.createElement("a");
        again.id = "reload";
        again.href = location.href;
        again.textContent = "show the new list";
        counts.append(" – ", again);
      }
    } catch { /* the connection is away; the next round asks again */ }
  };
  setInterval(ask, 10000);
})();
