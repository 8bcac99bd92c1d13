import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Uses the transactional ids of another program: in each round it lists those with a prefix, and takes
 * each of them over, until its standard input ends. If a topic is given, it also writes a record there
 * in a transaction that it leaves open. Prints a line for each round in which there was an id.
 */
public class Hijacker {
  public static void main(String[] args) throws Exception {
    Thread guard = new Thread(Hijacker::endWithInput);
    guard.setDaemon(true);
    guard.start();
    String brokers = args[0];
    long pauseMs = Long.parseLong(args[1]);
    String prefix = args[2];
    String topic = args[3];
    Properties properties = new Properties();
    properties.put("bootstrap.servers", brokers);
    try (Admin admin = Admin.create(properties)) {
      for (int round = 1; ; round++) {
        List<String> ids = idsWith(prefix, admin);
        for (String id : ids) takeOver(brokers, id, topic);
        if (!ids.isEmpty()) System.out.println(round);
        Thread.sleep(pauseMs);
      }
    }
  }

  private static List<String> idsWith(String prefix, Admin admin) throws InterruptedException {
    try {
      return admin.listTransactions().all().get().stream()
          .map(TransactionListing::transactionalId)
          .filter(id -> id.startsWith(prefix))
          .toList();
    } catch (ExecutionException error) {
      System.err.println(error); // a coordinator has just moved
      return List.of();
    }
  }

  private static void endWithInput() {
    try {
      System.in.readAllBytes();
    } catch (IOException error) {
      System.err.println(error);
    }
    Runtime.getRuntime().halt(0);
  }

  private static void takeOver(String brokers, String id, String topic) {
    Properties properties = new Properties();
    properties.put("bootstrap.servers", brokers);
    properties.put("transactional.id", id);
    properties.put("max.block.ms", "20000");
    properties.put("key.serializer", ByteArraySerializer.class.getName());
    properties.put("value.serializer", ByteArraySerializer.class.getName());
    KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(properties);
    try {
      producer.initTransactions();
      if (topic.isEmpty()) return;
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(topic, new byte[] {1}, new byte[] {1}));
      producer.flush();
    } catch (KafkaException error) {
      System.err.println(error); // the rightful owner was faster
    } finally {
      producer.close(Duration.ZERO); // leaves the transaction open
    }
  }
}
