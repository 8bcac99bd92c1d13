"""Writes logins with confluent-kafka's own Avro serializer, and prints what becomes of them.

    python python_client.py SCHEMA_FILE COUNT

Reads as a downstream team does: committed records only, decoded by schema id.
"""
import json
import os
import sys
import uuid

from confluent_kafka import Consumer, KafkaException, Producer
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.serialization import MessageField, SerializationContext

schema_file, count = sys.argv[1], int(sys.argv[2])
brokers = {"bootstrap.servers": os.environ["KAFKA_BROKERS"]}
registry = SchemaRegistryClient({"url": os.environ["SCHEMA_REGISTRY_URL"]})


def write(topic: str) -> None:
    with open(schema_file, encoding="utf-8") as schema:
        serialize = AvroSerializer(registry, schema.read(), conf={"auto.register.schemas": False})
    context = SerializationContext(topic, MessageField.VALUE)
    producer = Producer(brokers | {"enable.idempotence": True})
    for i in range(count):
        login = {
            "user_id": f"python-{i}",
            "app_version": "2.3.0",
            "device_type": "android",
            "ip": "199.172.111.135",
            "locale": "ÅL",
            "device_id": "593-47-5928",
            "timestamp": 1720576825 + i,
        }
        producer.produce(topic, key=login["user_id"], value=serialize(login, context))
    if producer.flush(30) > 0:
        sys.exit("the broker did not take the logins")


def read(topic: str) -> None:
    deserialize = AvroDeserializer(registry)
    group = {"group.id": str(uuid.uuid4()), "auto.offset.reset": "earliest"}
    consumer = Consumer(brokers | group | {"isolation.level": "read_committed"})
    consumer.subscribe([topic])
    logins = 0
    while logins < count:
        message = consumer.poll(1.0)
        if message is None:
            continue
        if message.error():
            raise KafkaException(message.error())
        record = deserialize(message.value())
        logins += "user_id" in record
        print(json.dumps({"key": message.key().decode(), **record}, default=str))
    consumer.close()


write(os.environ["INPUT_TOPIC"])
read(os.environ["OUTPUT_TOPIC"])
