import { assertEquals, assertStringIncludes } from "@std/assert";
import { alertRefusal, certificateRefusal } from "../../../../src/kafka/access/refusal_texts.ts";

const broker = "kafka:9093";

Deno.test("certificateRefusal() shows the expiry as a date", () => {
  const objection = "invalid peer certificate: certificate expired: verification time 1796014852 " +
    "(UNIX), but certificate is not valid after 1609459200 (186555652 seconds ago)";
  assertStringIncludes(certificateRefusal(broker, objection).message, "expired on 2021-01-01");
});

Deno.test("certificateRefusal() distinguishes a certificate that is not valid yet from an expired one", () => {
  const objection = "invalid peer certificate: certificate not valid yet: verification time " +
    "1796016283 (UNIX), but certificate is not valid before 2208988800 (412972517 seconds in future)";
  const { message, action } = certificateRefusal(broker, objection);
  assertStringIncludes(message, "is not valid before 2040-01-01");
  assertStringIncludes(action, "clock");
});

Deno.test("certificateRefusal() names the setting for an unknown authority", () => {
  const { message, action } = certificateRefusal(broker, "invalid peer certificate: UnknownIssuer");
  assertStringIncludes(message, "not trusted here (UnknownIssuer)");
  assertStringIncludes(action, "KAFKA_TLS_CA_FILE");
});

Deno.test("alertRefusal() distinguishes a missing from a rejected client certificate", () => {
  for (const alert of ["CertificateRequired", "BadCertificate", "HandshakeFailure"]) {
    assertStringIncludes(alertRefusal(broker, alert, false)!.message, "requires a client");
  }
  for (const alert of ["CertificateUnknown", "CertificateExpired", "UnknownCA"]) {
    assertStringIncludes(alertRefusal(broker, alert, true)!.message, "rejects the client");
  }
});

Deno.test("alertRefusal() returns null for an alert that is not about settings", () => {
  for (const alert of ["InternalError", "CloseNotify", "HandshakeFailure"]) {
    assertEquals(alertRefusal(broker, alert, true), null);
  }
});
