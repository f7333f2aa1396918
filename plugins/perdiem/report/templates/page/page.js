// The page works without this. It takes over the colours of Airflow's UI around it, submits a filter once chosen, and
// follows links that lead out of Airflow's frame.
"use strict";

const applyTheme = () => {
    const theme = localStorage.getItem("theme");
    document.documentElement.dataset.theme = theme === "light" || theme === "dark" ? theme : "";
};
applyTheme();
window.addEventListener("storage", applyTheme);

document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submits]")) {
        event.target.form.requestSubmit();
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
