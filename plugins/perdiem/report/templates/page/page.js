// The page works without this. It takes over the colours of Airflow's UI around it, submits a filter once chosen and
// keeps the focus there, shows what a rule makes of a service while it is typed, looks again at what is under way, and
// follows links that lead out of Airflow's frame.
"use strict";

const applyTheme = () => {
    const theme = localStorage.getItem("theme");
    document.documentElement.dataset.theme = theme === "light" || theme === "dark" ? theme : "";
};
applyTheme();
window.addEventListener("storage", applyTheme);

// By the keyboard a filter changes with each arrow key on the way to the one that is meant: there, Enter submits.
let isByKeyboard = false;
document.addEventListener("pointerdown", () => { isByKeyboard = false; });
document.addEventListener("keydown", (event) => {
    isByKeyboard = true;
    if (event.key === "Enter" && event.target.matches("[data-submits]")) {
        event.preventDefault();
        event.target.form.requestSubmit();
    }
});
document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submits]") && !isByKeyboard) {
        event.target.form.requestSubmit();
    }
});

// The focus stays on the filter, or the button, that asked for the page.
const FOCUS = `focus of ${location.pathname}`;
document.addEventListener("submit", (event) => {
    if (event.target.method === "get") {
        const { name, tagName } = document.activeElement;
        sessionStorage.setItem(FOCUS, name ? `[name="${name}"]` : tagName);
    }
});
document.addEventListener("DOMContentLoaded", () => {
    const asked = sessionStorage.getItem(FOCUS);
    sessionStorage.removeItem(FOCUS);
    const control = asked && document.querySelector(`.filters ${asked}`);
    if (control) {
        control.closest("details")?.setAttribute("open", "");
        control.focus({ preventScroll: true });
    }
});

// What "Show units" would say, a moment after the last key.
const TYPING_ENDS_MS = 250;
let example;
const showExample = async (form) => {
    example = new AbortController();
    const sent = new URLSearchParams(new FormData(form));
    sent.set("do", "example");
    try {
        const answer = await fetch(form.action, { method: "post", body: sent, signal: example.signal });
        const shown = new DOMParser().parseFromString(await answer.text(), "text/html");
        form.querySelector("output").textContent = shown.querySelector("output, .refusal")?.textContent ?? "";
    } catch (error) {
        if (error.name !== "AbortError") {
            throw error;
        }
    }
};
let typing;
document.addEventListener("input", (event) => {
    const { form } = event.target;
    if (form?.matches("[data-shows-example]") && form.elements.example_minutes.value) {
        clearTimeout(typing);
        example?.abort();
        typing = setTimeout(showExample, TYPING_ENDS_MS, form);
    }
});

const LOOK_AGAIN_MS = 5000;
document.addEventListener("DOMContentLoaded", () => {
    if (document.querySelector("[data-is-under-way]")) {
        setTimeout(() => location.reload(), LOOK_AGAIN_MS);
    }
});

// The frame is kept from opening anything in the window around it, which is of the same origin and can do so itself.
document.addEventListener("click", (event) => {
    const link = event.target.closest("a[target='_top']");
    if (link && window.parent !== window) {
        event.preventDefault();
        const outside = window.parent.document.createElement("a");
        outside.href = link.href;
        outside.click();
    }
});
