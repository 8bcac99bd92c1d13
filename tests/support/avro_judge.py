"""Reads cases from standard input as JSON, each a writer's schema, a reader's and a body, and prints
what a Python library for Avro reads there, or that it refuses to: avro or fastavro, as told."""

import base64
import io
import json
import sys

import avro.io
import avro.schema
import fastavro


def with_avro(writer, reader, body):
    # Whether a registry takes a name is another question than whether its records can be read.
    schemas = [avro.schema.parse(json.dumps(each), validate_names=False) for each in (writer, reader)]
    return avro.io.DatumReader(*schemas).read(avro.io.BinaryDecoder(io.BytesIO(body)))


def with_fastavro(writer, reader, body):
    schemas = [fastavro.parse_schema(each) for each in (writer, reader)]
    return fastavro.schemaless_reader(io.BytesIO(body), *schemas)


read = {"avro": with_avro, "fastavro": with_fastavro}[sys.argv[1]]
for case in json.load(sys.stdin):
    try:
        fields = read(case["writer"], case["reader"], base64.b64decode(case["body"]))
        if not isinstance(fields, dict):
            raise TypeError("no record")
        print(json.dumps({"fields": fields}, default=str))
    except Exception as error:  # whatever a library throws, it does not read the record
        print(json.dumps({"refusal": f"{type(error).__name__}: {error}"}))
