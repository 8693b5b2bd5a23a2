// Keeps an open screen as the deployment stands. The page asks for its own part again every few
// seconds, and at once when the websocket says that somebody's page or action read it anew. A card
// in which somebody is at work stays as it is.
(() => {
  "use strict";
  const ASK_MS = 5000;
  const RECONNECT_MS = 10000;
  const root = document.getElementById("infra");
  if (!root || !root.dataset.topic) return;

  const address = new URL(window.location.href);
  if (address.searchParams.has("fresh")) {
    address.searchParams.delete("fresh");
    window.history.replaceState(null, "", address);
  }

  let sequence = Number(root.dataset.sequence);
  let takenAt = Date.now() - Number(root.dataset.age || 0) * 1000;
  let isAsking = false;

  const isChanged = (field) => {
    if (field.type === "hidden" || field.type === "submit") return false;
    if (field.type === "checkbox" || field.type === "radio") {
      return field.checked !== field.defaultChecked;
    }
    if (field.tagName === "SELECT") {
      return [...field.options].some((one) => one.selected !== one.defaultSelected) &&
        [...field.options].some((one) => one.defaultSelected);
    }
    return field.value !== field.defaultValue;
  };

  const isInUse = (card) => {
    const active = document.activeElement;
    if (active !== document.body && card.contains(active)) return true;
    const selection = window.getSelection();
    if (selection && !selection.isCollapsed && card.contains(selection.anchorNode)) return true;
    return [...card.querySelectorAll("input, select, textarea")].some(isChanged);
  };

  const put = (card, next) => {
    if (isInUse(card)) return;
    const open = [...card.querySelectorAll("details")].map((one) => one.open);
    [...next.querySelectorAll("details")].forEach((one, at) => {
      if (at in open) one.open = open[at];
    });
    card.replaceWith(next);
  };

  const show = (text) => {
    const part = new DOMParser().parseFromString(text, "text/html").getElementById("infra");
    if (!part) return;
    sequence = Number(part.dataset.sequence);
    takenAt = Date.now() - Number(part.dataset.age || 0) * 1000;
    root.querySelector("[data-infra-problem]").replaceWith(
      part.querySelector("[data-infra-problem]"),
    );
    const cards = [...root.querySelectorAll("section.infra-card")];
    const next = [...part.querySelectorAll("section.infra-card")];
    if (cards.length === next.length) {
      cards.forEach((card, at) => put(card, next[at]));
    } else if (!isInUse(root)) {
      root.replaceChildren(...part.childNodes);
    }
  };

  const tick = () => {
    const age = root.querySelector("[data-infra-age]");
    if (!age) return;
    const ageS = Math.max(0, Math.round((Date.now() - takenAt) / 1000));
    const shown = ageS < 120 ? `${ageS} s` : `${Math.round(ageS / 60)} min`;
    age.textContent = `As of ${shown} ago`;
  };

  const ask = async () => {
    if (isAsking || document.hidden) return;
    isAsking = true;
    try {
      const answer = await fetch(window.location.href, {
        headers: { "X-Infra-Part": "1" },
        credentials: "same-origin",
        redirect: "error",
      });
      if (!answer.ok) throw new Error(String(answer.status));
      show(await answer.text());
      root.dataset.live = "yes";
    } catch {
      root.dataset.live = "no";
    } finally {
      isAsking = false;
      tick();
    }
  };

  const listen = () => {
    const scheme = window.location.protocol === "https:" ? "wss" : "ws";
    const socket = new WebSocket(`${scheme}://${window.location.host}/ws/`);
    const topic = root.dataset.topic;
    socket.addEventListener("open", () => {
      socket.send(JSON.stringify({ type: "subscribe", topic }));
    });
    socket.addEventListener("message", (event) => {
      const said = JSON.parse(event.data);
      if (said.topic === topic && said.sequence > sequence) void ask();
    });
    socket.addEventListener("close", () => window.setTimeout(listen, RECONNECT_MS));
  };

  listen();
  void ask();
  window.setInterval(() => void ask(), ASK_MS);
  window.setInterval(tick, 1000);
  document.addEventListener("visibilitychange", () => void ask());
})();
