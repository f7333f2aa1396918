// The page works without this. It takes over the colours of Airflow's UI around it, and submits a filter once chosen.
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
