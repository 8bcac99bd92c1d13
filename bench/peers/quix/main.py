"""Logins (JSON) in; android ones out as framed Avro, exactly once, with Quix Streams."""

import io
import json
import os
import struct
from datetime import datetime, timezone

import fastavro
from quixstreams import Application, message_context

SCHEMA = fastavro.parse_schema(json.loads(os.environ["SCHEMA"]))
HEADER = struct.pack(">bI", 0, int(os.environ["SCHEMA_ID"]))


def enrich(login):
    source = message_context()
    time = datetime.fromtimestamp(int(login["timestamp"]), timezone.utc)
    out = io.BytesIO()
    out.write(HEADER)
    fastavro.schemaless_writer(
        out,
        SCHEMA,
        {
            **login,
            "locale": login.get("locale") or "unknown",
            "timestamp": int(login["timestamp"]) * 1000,
            "login_time": time.strftime("%Y-%m-%d %H:%M:%S"),
            "source_partition": source.partition,
            "source_offset": source.offset,
        },
    )
    return out.getvalue()


def main():
    app = Application(
        broker_address=os.environ["BROKERS"],
        consumer_group=os.environ["GROUP"],
        auto_offset_reset="earliest",
        processing_guarantee="exactly-once",
        commit_interval=float(os.environ["COMMIT_SECONDS"]),
        auto_create_topics=False,
        state_dir=os.environ["STATE_DIR"],
        loglevel="ERROR",
    )
    logins = app.topic(os.environ["INPUT"], key_deserializer="bytes", value_deserializer="json")
    enriched = app.topic(os.environ["OUTPUT"], key_serializer="bytes", value_serializer="bytes")
    stream = app.dataframe(logins)
    stream = stream.filter(lambda login: login.get("device_type") == "android")
    stream.apply(enrich).to_topic(enriched)
    app.run()


if __name__ == "__main__":
    main()
