import { type ProtocolRequest, protocolRequest } from "./protocol_request.ts";

/** The finalized level of each feature of a cluster, by name. */
export type FeatureLevels = ReadonlyMap<string, number>;

const finalizedFeaturesTag = 2;

/** The key and the version of {@linkcode finalizedFeatures}, which has to be supported (Kafka 2.4). */
export const apiVersionsKey = 18;
/** See {@linkcode apiVersionsKey}. */
export const apiVersionsVersion = 3;

/** Requests the finalized features of a cluster (ApiVersions 3, KIP-584). */
export function finalizedFeatures(clientSoftware: string): ProtocolRequest<FeatureLevels> {
  return protocolRequest({
    ...{ apiKey: apiVersionsKey, apiVersion: apiVersionsVersion, apiName: "ApiVersions" },
    write: (body) => {
      body.tags(); // of the header
      body.compactString(clientSoftware);
      body.compactString("1");
      body.tags();
    },
    // The header of this answer has no tagged fields, so that clients of any version can read it.
    read: (answer) => {
      answer.int16(); // error code
      answer.compactArray((api) => {
        for (let field = 0; field < 3; field++) api.int16(); // key, lowest and highest version
        api.tags();
      });
      answer.int32(); // throttle time
      const levels = new Map<string, number>();
      answer.tags((tag, features) => {
        if (tag !== finalizedFeaturesTag) return;
        features.compactArray((feature) => {
          const name = feature.compactString() ?? "";
          levels.set(name, feature.int16()); // the highest level
          feature.int16(); // the lowest level
          feature.tags();
        });
      });
      return levels;
    },
  });
}
