"use strict";
// Everything here goes on working when the server is gone; only tell() and send() need it. No library, no newer
// language than phones of 2020 have: where this cannot be read at all, the page is a plain list of all steps.
(() => {
  const STILL_SECONDS = 20; // without any progress: a PC that is off answers nothing, not even "no"
  const root = document.documentElement;
  // As it came, before anything below changes it: this is what Save writes.
  const pristine = "<!DOCTYPE html>\n" + root.outerHTML;
  const one = (selector, within) => (within || document).querySelector(selector);
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));
  const sections = all("main > section");
  const steps = sections.filter((section) => section.classList.contains("step"));
  const boxes = all("input[data-tick]");
  const served = location.protocol === "http:";

  // ---- what is kept on this phone ------------------------------------------------------------------------------

  const key = "linuxmania-haas." + root.dataset.key;
  let kept = { ticks: {}, at: "start", large: false };

  const read = () => {
    try {
      const found = JSON.parse(localStorage.getItem(key));
      if (found && found.ticks && typeof found.ticks === "object") kept = Object.assign(kept, found);
    } catch (error) {
      // a browser that keeps nothing: the ticks last as long as the page
    }
  };
  const keep = () => {
    try {
      localStorage.setItem(key, JSON.stringify(kept));
    } catch (error) {
      // as above
    }
  };

  const tick = () => {
    for (const box of boxes) {
      if (box.dataset.tick in kept.ticks) box.checked = kept.ticks[box.dataset.tick] === true;
    }
  };

  // ---- from step to step ---------------------------------------------------------------------------------------

  const open = (section) => all("input[data-tick]", section).filter((box) => !box.checked);
  const reachable = () => {
    const place = steps.findIndex((section) => open(section).length > 0);
    return place < 0 ? steps.length : place;
  };

  const named = () => {
    const section = document.getElementById(location.hash.slice(1));
    if (!sections.includes(section)) return null;
    return steps.includes(section) ? steps[Math.min(steps.indexOf(section), reachable())] : section;
  };

  const show = (section, focus) => {
    for (const other of sections) other.classList.toggle("here", other === section);
    const place = sections.indexOf(section);
    const back = one("header .back");
    back.hidden = place === 0;
    if (place > 0) back.setAttribute("href", "#" + sections[place - 1].id);
    progress(section);
    contents();
    one(".scroll").scrollTop = 0;
    if (focus) one("[tabindex]", section).focus({ preventScroll: true });
    if (kept.at !== section.id) {
      kept.at = section.id;
      keep();
    }
  };

  const progress = (section) => {
    const number = Number(section.dataset.number || (section.id === "start" ? 0 : 1e6));
    const bar = one("header .progress");
    const most = Number(bar.getAttribute("aria-valuemax"));
    const now = Math.min(number, most);
    bar.setAttribute("aria-valuenow", now);
    bar.firstElementChild.style.width = (100 * now) / Math.max(most, 1) + "%";
    const count = one("header .count");
    count.textContent = section.dataset.number ? count.dataset.text.replace("{n}", number) : "";
  };

  const contents = () => {
    const last = reachable();
    all(".contents ol a").forEach((link, place) => {
      link.classList.toggle("done", place < last);
      if (place > last) link.setAttribute("aria-disabled", "true");
      else link.removeAttribute("aria-disabled");
    });
  };

  const go = (event) => {
    const link = event.target.closest("a[href^='#']");
    if (!link) return;
    const here = one("main > .here");
    const missing = link.classList.contains("next") ? open(here) : [];
    if (link.getAttribute("aria-disabled") || missing.length) event.preventDefault();
    if (!missing.length) {
      one(".contents").open = false;
      return;
    }
    one(".missing", here).hidden = false;
    for (const box of missing) box.closest(".tick").classList.add("wanted");
    missing[0].focus();
    missing[0].closest(".tick").scrollIntoView({ block: "center" });
  };

  const ticked = (event) => {
    const box = event.target;
    if (!box.dataset.tick) return;
    kept.ticks[box.dataset.tick] = box.checked;
    keep();
    contents();
    box.closest(".tick").classList.remove("wanted");
    const section = box.closest("section");
    if (!open(section).length) one(".missing", section).hidden = true;
  };

  const resume = () => {
    const section = named();
    if (section) {
      // A step that is not reached yet: the address says where we are, not where somebody wanted to be.
      if ("#" + section.id !== location.hash) location.replace("#" + section.id);
      show(section, true);
    }
  };

  // ---- receiving -----------------------------------------------------------------------------------------------

  const decoded = (image) =>
    image.decode ? image.decode() : image.complete && image.naturalWidth ? Promise.resolve() : Promise.reject(image);

  const pause = (seconds) => new Promise((resolve) => setTimeout(resolve, 1000 * seconds));

  // One after the other: a phone need not hold all of them decoded at once.
  const receive = async () => {
    const state = one(".state");
    const images = all("main img[id]");
    let done = 0;
    const say = (text) => {
      const words = text.replace("{done}", done).replace("{count}", state.dataset.count);
      if (state.textContent !== words) state.textContent = words;
    };
    say(state.dataset.receiving);
    for (const image of images) {
      await decoded(image).then(
        () => {
          done += 1;
        },
        () => {},
      );
      say(state.dataset.receiving);
    }
    const whole = done === Number(state.dataset.count);
    state.classList.add(whole ? "well" : "bad");
    say(whole ? state.dataset.all : state.dataset.lost);
    if (whole) await tell();
  };

  const tell = async () => {
    for (let tries = 0; served && tries < 5; tries += 1) {
      const answer = await fetch("received", { method: "POST", cache: "no-store" }).catch(() => null);
      if (answer && answer.ok) return;
      await pause(2 + tries);
    }
  };

  // ---- photos for the case -------------------------------------------------------------------------------------

  const send = (input) => {
    const file = input.files[0];
    const sent = one(".photo .sent");
    if (!file) return;
    one(".photo .rescue").hidden = true;
    if (file.size > Number(sent.dataset.most)) {
      sent.textContent = sent.dataset.large;
      return;
    }
    const request = new XMLHttpRequest();
    let timer = 0;
    const wait = () => {
      clearTimeout(timer);
      timer = setTimeout(() => request.abort(), STILL_SECONDS * 1000);
    };
    const ended = () => {
      clearTimeout(timer);
      all(".photo input").forEach((other) => {
        other.disabled = false;
      });
      input.value = "";
      sent.textContent = said(request, sent);
      if (request.status === 0) rescue(file);
    };
    request.upload.onprogress = (event) => {
      wait();
      const percent = Math.floor((100 * event.loaded) / Math.max(event.total, 1));
      sent.textContent = sent.dataset.sending.replace("{percent}", percent);
    };
    request.onloadend = ended;
    all(".photo input").forEach((other) => {
      other.disabled = true;
    });
    wait();
    request.open("POST", "photo");
    request.send(file);
  };

  const said = (request, sent) => {
    if (request.status === 204) return sent.dataset.kept;
    try {
      const told = JSON.parse(request.responseText);
      if (request.status >= 400 && told.title) return told.title + " " + told.advice;
    } catch (error) {
      // not an answer of ours
    }
    return sent.dataset.failed;
  };

  // Many phones keep no photo that was taken for a page: it must not be lost with a PC that is off.
  const rescue = (file) => {
    const link = one(".photo .rescue");
    link.href = URL.createObjectURL(file);
    link.download = file.name || "photo.jpg";
    link.hidden = false;
  };

  // ---- buttons -------------------------------------------------------------------------------------------------

  const enlarge = () => {
    root.classList.toggle("large", kept.large);
    one("button.large").setAttribute("aria-pressed", kept.large);
  };

  const save = () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([pristine], { type: "text/html" }));
    link.download = "linuxmania-guide.html";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };

  // Only a reload can lose the page once the PC is off: the browser asks first, where it can. A call leaves nothing,
  // although some browsers take it for that.
  let calling = false;
  const guard = (event) => {
    if (served && !calling && one("main > .step.here")) event.preventDefault();
  };
  const call = (event) => {
    if (!event.target.closest("a[href^='tel:']")) return;
    calling = true;
    setTimeout(() => {
      calling = false;
    }, 2000);
  };

  // ---- begin ---------------------------------------------------------------------------------------------------

  read();
  for (const image of all("img[data-same]")) image.src = document.getElementById(image.dataset.same).src;
  tick();
  root.classList.add("js");
  enlarge();
  one("button.large").hidden = false;
  one("button.save").hidden = false;
  document.addEventListener("click", go);
  document.addEventListener("click", call);
  document.addEventListener("change", ticked);
  for (const form of all(".photo")) form.hidden = !served; // there is none without a case
  for (const input of all(".photo input")) input.addEventListener("change", () => send(input));
  one("button.large").addEventListener("click", () => {
    kept.large = !kept.large;
    keep();
    enlarge();
  });
  one("button.save").addEventListener("click", save);
  window.addEventListener("hashchange", resume);
  window.addEventListener("beforeunload", guard);
  window.addEventListener("storage", (event) => {
    if (event.key !== key) return;
    read();
    tick();
    contents();
  });
  const before = document.getElementById(kept.at);
  show(named() || (sections.includes(before) ? before : sections[0]), false);
  receive();
})();
