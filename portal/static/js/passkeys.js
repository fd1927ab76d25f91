/* Passkeys: the one thing here that needs script. A form asks the portal what to sign, lets the browser do it, and is
   sent with the answer in its hidden field, like any other form. */

const toBytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
const toText = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
const withBytes = (list) => (list ?? []).map((each) => ({ ...each, id: toBytes(each.id) }));

async function optionsOf(form) {
  const answer = await fetch(form.dataset.options, {
    method: "POST",
    headers: { "X-CSRFToken": form.elements.csrf_token.value },
  });
  if (!answer.ok || answer.redirected) throw new Error(`no options: ${answer.status}`);
  const options = await answer.json();
  return {
    ...options,
    challenge: toBytes(options.challenge),
    ...(options.user && { user: { ...options.user, id: toBytes(options.user.id) } }),
    ...(options.allowCredentials && { allowCredentials: withBytes(options.allowCredentials) }),
    ...(options.excludeCredentials && { excludeCredentials: withBytes(options.excludeCredentials) }),
  };
}

function asJson({ id, rawId, type, response }) {
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const present = parts.filter((part) => response[part]);
  const encoded = Object.fromEntries(present.map((part) => [part, toText(response[part])]));
  return JSON.stringify({ id, rawId: toText(rawId), type, response: encoded });
}

async function fill(form) {
  const publicKey = await optionsOf(form);
  const credential = await navigator.credentials[form.dataset.passkey]({ publicKey });
  form.elements.credential.value = asJson(credential);
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  for (const note of document.querySelectorAll("[data-without-passkeys]")) note.hidden = true;
  const failed = form.querySelector("[data-failed]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    failed.textContent = "";
    try {
      await fill(form);
    } catch {
      failed.textContent = failed.dataset.failed; // refused, given up, or no fitting passkey: browsers do not tell which
      return;
    }
    form.submit();
  });
}
