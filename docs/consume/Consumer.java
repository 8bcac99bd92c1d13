import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Prints the logins of processed-data-topic, and the counts as they rise.
 * {@code mvn -q compile exec:java -Dexec.args=LIMIT} ends after LIMIT records, or at Ctrl-C.
 */
public final class Consumer {
  private static final Map<Integer, GenericDatumReader<GenericRecord>> READERS = new HashMap<>();

  public static void main(String[] args) throws IOException {
    var limit = args.length > 0 ? Long.parseLong(args[0]) : Long.MAX_VALUE;
    var settings = Map.<String, Object>of(
        "bootstrap.servers", env("KAFKA_BROKERS", "localhost:29092"),
        "group.id", "example-java",
        "isolation.level", "read_committed", // the default also delivers what was aborted
        "auto.offset.reset", "earliest",
        "enable.auto.commit", false); // committed below, once the work is done: at least once
    var closed = new CompletableFuture<Void>();
    try (var consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
      // A consumer that does not leave its group keeps the next one waiting for 45 seconds.
      Runtime.getRuntime().addShutdownHook(new Thread(() -> { consumer.wakeup(); closed.join(); }));
      consumer.subscribe(List.of(env("OUTPUT_TOPIC", "processed-data-topic")));
      var seen = 0L;
      while (true) {
        for (var message : consumer.poll(Duration.ofSeconds(1))) {
          if (message.value() == null) continue;
          var record = decode(message.value());
          switch (record.getSchema().getName()) {
            case "EnrichedLogin" -> System.out.println(
                "login from " + record.get("locale") + " at " + record.get("login_time"));
            case "LocaleCount" -> System.out.println(
                message.key() + ": " + record.get("count") + " logins");
          }
          if (++seen == limit) return;
        }
        consumer.commitSync();
      }
    } catch (WakeupException ctrlC) {
      // Closed and out of its group.
    } finally {
      closed.complete(null);
    }
  }

  // A zero byte, the id of the writer's schema, the body: what Confluent's KafkaAvroDeserializer
  // reads, too. That one is not on Maven Central but on packages.confluent.io/maven.
  private static GenericRecord decode(byte[] frame) throws IOException {
    var id = ByteBuffer.wrap(frame).getInt(1);
    if (!READERS.containsKey(id)) READERS.put(id, new GenericDatumReader<>(schemaOf(id)));
    var body = DecoderFactory.get().binaryDecoder(frame, 5, frame.length - 5, null);
    return READERS.get(id).read(null, body);
  }

  private static Schema schemaOf(int id) throws IOException {
    var url = env("SCHEMA_REGISTRY_URL", "http://localhost:8081") + "/schemas/ids/" + id;
    var answer = new ObjectMapper().readTree(URI.create(url).toURL());
    return new Schema.Parser().parse(answer.get("schema").textValue());
  }

  private static String env(String name, String fallback) {
    return System.getenv().getOrDefault(name, fallback);
  }
}
