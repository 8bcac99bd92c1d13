import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Properties;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;

/** Logins (JSON) in; android ones out as framed Avro, and counts by locale, exactly once. */
public final class Main {
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Login(String user_id, String app_version, String device_type, String ip, String locale,
      String device_id, long timestamp) {}

  private static final ObjectReader LOGIN = new ObjectMapper().readerFor(Login.class);
  private static final DateTimeFormatter LOGIN_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  public static void main(String[] args) {
    StreamsBuilder builder = new StreamsBuilder();
    KStream<String, Login> android = builder
        .stream(env("INPUT"), Consumed.with(Serdes.String(), Serdes.ByteArray()))
        .mapValues(Main::parse)
        .filter((key, login) -> login != null && "android".equals(login.device_type()));
    android.processValues(Enrich::new)
        .to(env("OUTPUT"), Produced.with(Serdes.String(), Serdes.ByteArray()));
    if (!env("COUNTS").isEmpty()) count(android);
    KafkaStreams streams = new KafkaStreams(builder.build(), settings());
    streams.setUncaughtExceptionHandler(error -> {
      error.printStackTrace();
      Runtime.getRuntime().halt(1);
      return null;
    });
    Runtime.getRuntime().addShutdownHook(new Thread(streams::close));
    streams.start();
  }

  private static void count(KStream<String, Login> android) {
    Framed framed = new Framed(env("COUNT_SCHEMA"), env("COUNT_SCHEMA_ID"));
    android
        .map((key, login) -> KeyValue.pair(localeOf(login), new byte[0]))
        .groupByKey(Grouped.with("by-locale", Serdes.String(), Serdes.ByteArray()))
        .count(Materialized.as("counts"))
        .toStream()
        .mapValues((locale, count) -> framed.bytes(locale, count))
        .to(env("COUNTS"), Produced.with(Serdes.String(), Serdes.ByteArray()));
  }

  private static Properties settings() {
    Properties settings = new Properties();
    settings.put(StreamsConfig.APPLICATION_ID_CONFIG, env("GROUP"));
    settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, env("BROKERS"));
    settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
    settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100);
    settings.put(StreamsConfig.STATE_DIR_CONFIG, env("STATE_DIR"));
    settings.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
    settings.put(StreamsConfig.consumerPrefix("max.poll.records"), 5000);
    settings.put(StreamsConfig.producerPrefix("linger.ms"), 20);
    settings.put(StreamsConfig.producerPrefix("batch.size"), 262144);
    return settings;
  }

  private static Login parse(byte[] value) {
    try {
      return LOGIN.readValue(value);
    } catch (IOException error) {
      return null;
    }
  }

  private static String localeOf(Login login) {
    return login.locale() == null ? "unknown" : login.locale();
  }

  private static String env(String name) {
    return System.getenv().getOrDefault(name, "");
  }

  private static final class Enrich extends ContextualFixedKeyProcessor<String, Login, byte[]> {
    private final Framed framed = new Framed(env("SCHEMA"), env("SCHEMA_ID"));

    @Override
    public void process(FixedKeyRecord<String, Login> record) {
      Login login = record.value();
      var source = context().recordMetadata().orElseThrow();
      context().forward(record.withValue(framed.bytes(login.user_id(), login.app_version(),
          login.device_type(), login.ip(), localeOf(login), login.device_id(),
          login.timestamp() * 1000, LOGIN_TIME.format(Instant.ofEpochSecond(login.timestamp())),
          source.partition(), source.offset())));
    }
  }

  /** Writes records of one schema in the registry's frame. */
  private static final class Framed {
    private final Schema schema;
    private final int id;
    private final ThreadLocal<BinaryEncoder> encoders = new ThreadLocal<>();
    private final GenericDatumWriter<GenericRecord> writer;

    Framed(String schema, String id) {
      this.schema = new Schema.Parser().parse(schema);
      this.id = Integer.parseInt(id);
      this.writer = new GenericDatumWriter<>(this.schema);
    }

    byte[] bytes(Object... fields) {
      GenericRecord record = new GenericData.Record(schema);
      for (int i = 0; i < fields.length; i++) record.put(i, fields[i]);
      ByteArrayOutputStream out = new ByteArrayOutputStream(256);
      for (int shift : new int[] {32, 24, 16, 8, 0}) out.write(shift == 32 ? 0 : id >>> shift);
      BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, encoders.get());
      encoders.set(encoder);
      try {
        writer.write(record, encoder);
        encoder.flush();
      } catch (IOException error) {
        throw new UncheckedIOException(error);
      }
      return out.toByteArray();
    }
  }
}
