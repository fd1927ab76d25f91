// A real OpenID provider for one portal: node identity_provider.mjs NODE_MODULES PORT REDIRECT_URI
// Whoever signs in is believed; the name typed becomes the mail address at herne.example.
import { pathToFileURL } from "node:url";

const [modules, port, redirectUri] = process.argv.slice(2);
const { default: Provider } = await import(pathToFileURL(`${modules}/oidc-provider/lib/index.js`));

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{ client_id: "portal", client_secret: "only-for-tests", redirect_uris: [redirectUri] }],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["name", "groups"] },
  cookies: { keys: ["only-for-tests"] },
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({
      sub: id,
      email: `${id}@herne.example`,
      email_verified: true,
      name: "Kim Beispiel",
      groups: ["Portal-Redaktion"],
    }),
  }),
  pkce: { required: () => true },
});
provider.listen(Number(port), "127.0.0.1");
