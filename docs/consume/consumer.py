"""Prints the logins of processed-data-topic, and the counts as they rise.

    pip install -r requirements.txt
    python consumer.py [LIMIT]

Ends after LIMIT records; without it, at Ctrl-C.
"""
import json
import os
import sys
from contextlib import suppress
from functools import cache

from confluent_kafka import Consumer, KafkaException
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer

limit = int(sys.argv[1]) if len(sys.argv) > 1 else float("inf")
topic = os.environ.get("OUTPUT_TOPIC", "processed-data-topic")
registry_url = os.environ.get("SCHEMA_REGISTRY_URL", "http://localhost:8081")
settings = {
    "bootstrap.servers": os.environ.get("KAFKA_BROKERS", "localhost:29092"),
    "group.id": "example-python",
    "isolation.level": "read_committed",
    "auto.offset.reset": "earliest",
    "enable.auto.offset.store": False,  # stored below, once the work is done: at least once
}
registry = SchemaRegistryClient({"url": registry_url})
deserialize = AvroDeserializer(registry)


@cache
def record_name(schema_id: int) -> str:
    return json.loads(registry.get_schema(schema_id).schema_str)["name"]


with suppress(KeyboardInterrupt), Consumer(settings) as consumer:
    consumer.subscribe([topic])
    seen = 0
    while seen < limit:
        message = consumer.poll(1.0)
        if message is None:
            continue
        if message.error():
            raise KafkaException(message.error())
        value = message.value()
        if value is not None:
            record = deserialize(value)
            match record_name(int.from_bytes(value[1:5], "big")):
                case "EnrichedLogin":
                    print(f"login from {record['locale']} at {record['login_time']}", flush=True)
                case "LocaleCount":
                    print(f"{message.key().decode()}: {record['count']} logins", flush=True)
            seen += 1
        consumer.store_offsets(message)
