"use strict";

// What changes on a page bears data-live and an id, and is taken from a new copy of the page. Without this script all is there after a reload.
async function refresh(isAsked) {
    const answer = await fetch(location.href);
    if (answer.redirected || !answer.ok) {
        location.reload();
        return;
    }
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("[data-live]")) {
        const next = fresh.getElementById(part.id);
        // Nobody's place on the page is taken away for a number.
        if (next && (isAsked || !part.contains(document.activeElement)))
            part.replaceChildren(...next.childNodes);
    }
}

// Text only where it differs, so that a screen reader says what is new.
function write(id, text) {
    const place = document.getElementById(id);
    if (place && place.textContent !== text)
        place.textContent = text;
}

function follow(address, state) {
    const events = new EventSource(address);
    events.addEventListener("job", event => {
        const job = JSON.parse(event.data);
        if (job.state !== state) {
            state = job.state;
            if (["done", "failed", "cancelled", "quarantined"].includes(state))
                events.close();
            refresh(true);
            return;
        }
        const bar = document.getElementById("progress");
        if (bar)
            bar.value = job.progress;
        write("percent", state === "transcribing" ? Math.floor(job.progress * 100) + " %" : "");
        write("partial", job.text ?? "");
    });
}

const player = document.getElementById("player");
if (player) {
    document.addEventListener("click", event => {
        const segment = event.target.closest("[data-start]");
        if (!segment || getSelection().toString())
            return;
        event.preventDefault();
        player.currentTime = Number(segment.dataset.start);

        // A pause that comes at once is no fault.
        player.play().catch(() => { });
    });
    player.addEventListener("timeupdate", () => {
        for (const segment of document.querySelectorAll("[data-start]")) {
            const isHeard = segment.dataset.start <= player.currentTime && player.currentTime < segment.dataset.end;
            segment.toggleAttribute("aria-current", isHeard);
        }
    });
}

for (const part of document.querySelectorAll("[data-events]")) {
    if (part.dataset.events)
        follow(part.dataset.events, part.querySelector(".state").textContent);
}

for (const part of document.querySelectorAll("[data-every]"))
    setInterval(() => document.hidden || refresh(false).catch(() => { }), 1000 * part.dataset.every);
