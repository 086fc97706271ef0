// Keys (passkeys), and telling how strong a new password is while it is typed. All else on these
// pages works without this file.
"use strict";

(() => {
  const decoded = (words) =>
    Uint8Array.from(atob(words.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  const encoded = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replaceAll("+", "-")
      .replaceAll("/", "_")
      .replaceAll("=", "");

  const known = (list) => (list || []).map((one) => ({ ...one, id: decoded(one.id) }));

  // What the browser gives, as the server reads it.
  const told = (credential) => {
    const { response } = credential;
    const answer = { clientDataJSON: encoded(response.clientDataJSON) };
    for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (response[part]) answer[part] = encoded(response[part]);
    }
    if (response.getTransports) answer.transports = response.getTransports();
    return {
      type: credential.type,
      id: credential.id,
      rawId: encoded(credential.rawId),
      authenticatorAttachment: credential.authenticatorAttachment,
      response: answer,
      clientExtensionResults: credential.getClientExtensionResults(),
    };
  };

  const used = async (options) => {
    const asked = options.request_options.publicKey;
    return navigator.credentials.get({
      publicKey: {
        ...asked,
        challenge: decoded(asked.challenge),
        allowCredentials: known(asked.allowCredentials),
      },
    });
  };

  const made = async (options, form) => {
    const asked = options.creation_options.publicKey;
    const alone = form.elements.passwordless?.checked ?? false;
    return navigator.credentials.create({
      publicKey: {
        ...asked,
        challenge: decoded(asked.challenge),
        user: { ...asked.user, id: decoded(asked.user.id) },
        excludeCredentials: known(asked.excludeCredentials),
        authenticatorSelection: {
          ...asked.authenticatorSelection,
          residentKey: alone ? "required" : "discouraged",
          requireResidentKey: alone,
          ...(alone && { userVerification: "required" }),
        },
      },
    });
  };

  const onPage = () => JSON.parse(document.getElementById("passkey-options").textContent);
  const fetched = async (form) => {
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.json();
  };
  const ways = {
    login: async (form) => used(await fetched(form)),
    use: async () => used(onPage()),
    add: async (form) => made(onPage(), form),
  };

  // keys know us by name, and a number such as 127.0.0.1 is none
  const named = !/^[\d.]+$|:/.test(window.location.hostname);
  const supported = Boolean(named && window.PublicKeyCredential && navigator.credentials);
  for (const part of document.querySelectorAll("[data-passkey-only]")) part.hidden = !supported;
  for (const part of document.querySelectorAll("[data-passkey-missing]")) part.hidden = supported;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const failed = form.querySelector("[data-failed]");
      failed.hidden = true;
      try {
        const credential = await ways[form.dataset.passkey](form);
        form.elements.credential.value = JSON.stringify(told(credential));
        form.submit();
      } catch {
        failed.hidden = false;
      }
    });
  }

  for (const field of document.querySelectorAll("input[data-strength]")) {
    const place = document.createElement("div");
    place.className = "strength";
    place.setAttribute("role", "status");
    field.after(place);
    let waiting;
    field.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(async () => {
        const typed = field.value;
        const form = new FormData();
        form.set("password1", typed);
        form.set("csrfmiddlewaretoken", field.form.elements.csrfmiddlewaretoken.value);
        const answer = await fetch("/losenord/styrka/", { method: "POST", body: form });
        if (answer.ok && field.value === typed) place.innerHTML = await answer.text();
      }, 400);
    });
  }
})();
