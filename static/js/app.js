/* The little that pages need beyond HTML: say what failed, keep what was typed, stop double sending.
   Sentences come translated from #script-words. */
(() => {
  "use strict";

  const words = document.getElementById("script-words").dataset;

  // Toasts ------------------------------------------------------------------------------------
  function toast(sentence, link) {
    const frame = document.getElementById("toasts");
    const box = document.createElement("div");
    const text = document.createElement("p");
    const close = document.createElement("button");
    box.className = "toast";
    text.textContent = sentence;
    if (link) {
      const anchor = document.createElement("a");
      anchor.href = link.url;
      anchor.target = "_blank";
      anchor.rel = "noopener";
      anchor.textContent = link.label;
      text.append(document.createElement("br"), anchor);
    }
    close.type = "button";
    close.textContent = "✕";
    close.setAttribute("aria-label", words.close);
    close.addEventListener("click", () => box.remove());
    box.append(text, close);
    frame.replaceChildren(box);
  }

  // What went wrong with a request, in words -------------------------------------------------
  const BY_STATUS = { 403: words.refused, 404: words.missing, 413: words.tooLarge, 429: words.tooMany };

  function tellSignedOut() {
    toast(words.signedOut, { url: words.signInUrl, label: words.signIn });
  }

  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    if (status === 401) tellSignedOut();
    else toast(BY_STATUS[status] || words.failed);
  });
  document.addEventListener("htmx:sendError", () => toast(words.offline));
  document.addEventListener("htmx:timeout", () => toast(words.offline));
  // A request that was redirected to the sign-in page must not replace a fragment with it.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const address = event.detail.xhr.responseURL;
    if (words.signInUrl && address && new URL(address).pathname === words.signInUrl && location.pathname !== words.signInUrl) {
      event.detail.shouldSwap = false;
      tellSignedOut();
    }
  });

  // A form is sent once ------------------------------------------------------------------------
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.hasAttribute("hx-post") || form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    form.dataset.clean = "yes";
    form.querySelectorAll("button:not([type=button])").forEach((button) => button.setAttribute("aria-busy", "true"));
  });
  // Coming back by the browser's Back button: the form may be sent again.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
    document.querySelectorAll("button[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  });

  // Unsaved changes: <form data-guard> -----------------------------------------------------------
  const guarded = new Set();
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-guard]");
    if (!form) return;
    delete form.dataset.clean;
    guarded.add(form);
  });
  window.addEventListener("beforeunload", (event) => {
    for (const form of guarded) {
      if (form.isConnected && !form.dataset.clean) {
        event.preventDefault();
        return;
      }
    }
  });

  // Autosave: <form hx-post hx-trigger="…" data-autosave="#status"> -----------------------------
  function status(form, state, sentence) {
    const line = document.querySelector(form.dataset.autosave);
    if (!line) return;
    line.dataset.state = state;
    line.textContent = sentence;
  }
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.target.closest("[data-autosave]");
    if (form) status(form, "saving", words.saving);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest("[data-autosave]");
    if (!form) return;
    const now = new Date();
    const clock = `${String(now.getHours()).padStart(2, "0")}:${String(now.getMinutes()).padStart(2, "0")}`;
    if (event.detail.successful) {
      form.dataset.clean = "yes";
      status(form, "saved", `${words.saved} ${clock}`);
    } else {
      status(form, "failed", words.notSaved);
    }
  });

  // Errors first: focus the summary ---------------------------------------------------------------
  function focusSummary(root) {
    const summary = root.querySelector("[data-error-summary]");
    if (summary) summary.focus();
  }
  document.addEventListener("htmx:afterSettle", (event) => focusSummary(event.target));
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-error-summary] a");
    if (!link) return;
    const field = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!field) return;
    event.preventDefault();
    const shown = field.type === "hidden" ? document.querySelector(`[input="${field.id}"]`) || field : field;
    shown.focus();
    shown.scrollIntoView({ block: "center" });
  });

  // Bulk bar: <form data-bulk>, boxes name="pick", <div class="bulk-bar">, <input data-pick-all> ---
  function countPicked(form) {
    const boxes = [...form.querySelectorAll("input[name=pick]")];
    const picked = boxes.filter((box) => box.checked).length;
    const bar = form.querySelector(".bulk-bar");
    const all = form.querySelector("[data-pick-all]");
    if (all) {
      all.checked = picked === boxes.length && picked > 0;
      all.indeterminate = picked > 0 && picked < boxes.length;
    }
    if (bar) {
      bar.dataset.count = String(picked);
      const line = bar.querySelector("[data-picked]");
      if (line) line.textContent = `${picked} ${words.selected}`;
    }
  }
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-bulk]");
    if (!form) return;
    if (event.target.matches("[data-pick-all]")) {
      form.querySelectorAll("input[name=pick]").forEach((box) => { box.checked = event.target.checked; });
    }
    countPicked(form);
  });

  // Tick every box of a section: <label data-tick-all hidden>, shown where there are boxes ----------
  document.querySelectorAll("[data-tick-all]").forEach((label) => {
    const boxes = [...label.closest("section").querySelectorAll("tbody input[type=checkbox]")];
    const all = label.querySelector("input");
    const count = () => {
      const ticked = boxes.filter((box) => box.checked).length;
      all.checked = ticked === boxes.length;
      all.indeterminate = ticked > 0 && ticked < boxes.length;
    };
    label.hidden = boxes.length < 2;
    all.addEventListener("change", () => boxes.forEach((box) => { box.checked = all.checked; }));
    boxes.forEach((box) => box.addEventListener("change", count));
    count();
  });

  // Filters send themselves: <form data-submit-on-change> ---------------------------------------
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-submit-on-change]");
    if (form && event.target.matches("select, input[type=checkbox], input[type=date]")) form.requestSubmit();
  });

  // Menus close on Escape and on a click elsewhere ------------------------------------------------
  function closeMenus(except) {
    document.querySelectorAll("details.more[open]").forEach((menu) => { if (menu !== except) menu.open = false; });
  }
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.more")));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const open = document.querySelector("details.more[open]");
      if (open) {
        open.open = false;
        open.querySelector("summary").focus();
      }
      const suggestions = document.getElementById("suggestions");
      if (suggestions) suggestions.replaceChildren();
    }
  });
  document.addEventListener("click", (event) => {
    const suggestions = document.getElementById("suggestions");
    if (suggestions && !event.target.closest(".global-search")) suggestions.replaceChildren();
    const printer = event.target.closest("[data-print]");
    if (printer) window.print();
  });

  // What has focus is never covered by the bars: browsers forget the bars when it is in view already.
  document.addEventListener("focusin", (event) => {
    const item = event.target;
    if (item.closest(".topbar, .tabbar, .skip-link")) return;
    requestAnimationFrame(() => {
      const box = item.getBoundingClientRect();
      for (const bar of document.querySelectorAll(".topbar, .tabbar")) {
        const over = bar.getBoundingClientRect();
        if (over.height && box.height < 400 && box.bottom > over.top && box.top < over.bottom) {
          item.scrollIntoView({ block: "center" });
        }
      }
    });
  });

  document.querySelectorAll("form[data-bulk]").forEach(countPicked);
  focusSummary(document);
})();
