"""The script that this project replaces, with its names: one login at a time, JSON in, JSON out, and
for each login a producer of its own that is flushed. It promises nothing."""

import json
import os
from datetime import datetime, timezone

from confluent_kafka import Consumer, Producer

BROKERS = {"bootstrap.servers": os.environ["BROKERS"]}


def main():
    consumer = Consumer(
        {**BROKERS, "group.id": os.environ["GROUP"], "auto.offset.reset": "earliest"}
    )
    consumer.subscribe([os.environ["INPUT"]])
    counts = {}
    while True:
        message = consumer.poll(1.0)
        if message is None or message.error():
            continue
        login = json.loads(message.value())
        if login.get("device_type") != "android":
            continue
        time = datetime.fromtimestamp(int(login["timestamp"]), timezone.utc)
        login["timestamp"] = time.strftime("%Y-%m-%d %H:%M:%S")
        locale = login.get("locale", "unknown")
        counts[locale] = counts.get(locale, 0) + 1
        producer = Producer(BROKERS)
        producer.produce(os.environ["OUTPUT"], json.dumps(login).encode())
        producer.flush()


if __name__ == "__main__":
    main()
