import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads only committed records of topics, from their beginning, while its standard input is open;
 * "+topic" there adds a topic and "-topic" removes one. Prints each record on a line and, when the
 * position has moved, the position, because it also passes transaction markers, which are not records.
 */
public class TopicReader {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long REFRESH_MS = 1_000;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final ConcurrentLinkedQueue<String> commands = new ConcurrentLinkedQueue<>();
  private final Set<String> topics = new HashSet<>();
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private final StringBuilder out = new StringBuilder();
  private long refreshAtMs = 0;
  private volatile boolean isOver = false;

  private TopicReader(String brokers) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", brokers);
    properties.put("isolation.level", "read_committed");
    properties.put("auto.offset.reset", "earliest");
    properties.put("enable.auto.commit", "false");
    properties.put("metadata.max.age.ms", "1000");
    properties.put("key.deserializer", ByteArrayDeserializer.class.getName());
    properties.put("value.deserializer", ByteArrayDeserializer.class.getName());
    consumer = new KafkaConsumer<>(properties);
  }

  public static void main(String[] args) throws InterruptedException {
    TopicReader reader = new TopicReader(args[0]);
    Thread listener = new Thread(reader::listen);
    listener.setDaemon(true);
    listener.start();
    while (!reader.isOver) reader.turn();
  }

  private void listen() {
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) commands.add(line);
    } catch (IOException error) {
      System.err.println(error);
    }
    isOver = true;
  }

  private void turn() throws InterruptedException {
    try {
      obey();
      if (System.currentTimeMillis() >= refreshAtMs) assign();
      if (consumer.assignment().isEmpty()) Thread.sleep(POLL.toMillis());
      else consumer.poll(POLL).forEach(this::printRecord);
      consumer.assignment().forEach(this::printPosition);
    } catch (KafkaException error) {
      // If a broker is unavailable or a record cannot be read, the test that waits for it reports
      // that.
      System.err.println(error);
      Thread.sleep(POLL.toMillis());
      if (error.getCause() != null) fetchAgain();
    }
    System.out.print(out);
    System.out.flush();
    out.setLength(0);
  }

  private void obey() {
    for (String command = commands.poll(); command != null; command = commands.poll()) {
      String topic = command.substring(1);
      if (command.startsWith("+")) topics.add(topic);
      else topics.remove(topic);
      refreshAtMs = 0;
    }
  }

  private void assign() {
    refreshAtMs = System.currentTimeMillis() + REFRESH_MS;
    Set<TopicPartition> before = consumer.assignment();
    Set<TopicPartition> wanted = topics.stream().flatMap(topic -> partitionsOf(topic).stream())
        .collect(Collectors.toSet());
    // A topic that is missing from the metadata for a moment is kept, because it would be read again
    // from the beginning.
    before.stream().filter(at -> topics.contains(at.topic())).forEach(wanted::add);
    if (wanted.equals(before)) return;
    List<TopicPartition> fresh = wanted.stream().filter(at -> !before.contains(at)).toList();
    positions.keySet().retainAll(wanted);
    consumer.assign(wanted);
    if (!fresh.isEmpty()) consumer.seekToBeginning(fresh); // an empty list would mean all partitions
  }

  // A record that cannot be read is kept, and thrown again by each poll, even after it is repaired in
  // the log.
  private void fetchAgain() {
    Set<TopicPartition> assigned = Set.copyOf(consumer.assignment());
    consumer.unsubscribe();
    consumer.assign(assigned);
    for (TopicPartition at : assigned) {
      Long position = positions.get(at);
      if (position == null) consumer.seekToBeginning(List.of(at));
      else consumer.seek(at, position);
    }
  }

  private List<TopicPartition> partitionsOf(String topic) {
    List<TopicPartition> partitions = new ArrayList<>();
    consumer.partitionsFor(topic, PATIENCE)
        .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
    return partitions;
  }

  private void printRecord(ConsumerRecord<byte[], byte[]> record) {
    String headers = StreamSupport.stream(record.headers().spliterator(), false)
        .map(header -> text(header.key().getBytes(StandardCharsets.UTF_8)) + ":" + text(header.value()))
        .collect(Collectors.joining(","));
    line("R", record.topic(), record.partition(), record.offset(), record.timestamp(),
        text(record.key()), text(record.value()), headers);
  }

  private void printPosition(TopicPartition at) {
    long position = consumer.position(at, PATIENCE);
    Long before = positions.put(at, position);
    if (before == null || before != position) line("P", at.topic(), at.partition(), position);
  }

  private void line(Object... fields) {
    for (Object field : fields) out.append(field).append('\t');
    out.setCharAt(out.length() - 1, '\n');
  }

  private static String text(byte[] bytes) {
    return bytes == null ? "-" : Base64.getEncoder().encodeToString(bytes);
  }
}
