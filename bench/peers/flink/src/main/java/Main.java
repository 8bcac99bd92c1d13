import java.io.File;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.StatementSet;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/**
 * Logins (JSON) in; android ones out as framed Avro, and counts by locale, exactly once, in an
 * embedded cluster. The subjects are registered before: two subtasks that register one at once can
 * get a 409, and the JSON source's ignore-parse-errors would swallow it together with a record.
 */
public final class Main {
  public static void main(String[] args) throws Exception {
    Configuration settings = settings();
    StreamTableEnvironment tables = StreamTableEnvironment.create(
        StreamExecutionEnvironment.createLocalEnvironment(2, settings),
        EnvironmentSettings.newInstance().inStreamingMode().withConfiguration(settings).build());
    tables.getConfig().set("table.local-time-zone", "UTC");
    String kafka = "'properties.bootstrap.servers'='" + env("BROKERS") + "'";
    tables.executeSql("CREATE TABLE logins (user_id STRING, app_version STRING, ip STRING,"
        + " locale STRING, device_id STRING, `timestamp` BIGINT, device_type STRING,"
        + " source_partition INT NOT NULL METADATA FROM 'partition' VIRTUAL,"
        + " source_offset BIGINT NOT NULL METADATA FROM 'offset' VIRTUAL,"
        + " sent_at TIMESTAMP_LTZ(3) NOT NULL METADATA FROM 'timestamp' VIRTUAL"
        + ") WITH ('connector'='kafka','topic'='" + env("INPUT") + "'," + kafka
        + ",'properties.group.id'='" + env("GROUP") + "','properties.max.poll.records'='5000'"
        + ",'scan.startup.mode'='earliest-offset'"
        + (env("BOUNDED").isEmpty() ? "" : ",'scan.bounded.mode'='latest-offset'")
        + ",'format'='json','json.ignore-parse-errors'='true')");
    tables.executeSql("CREATE TABLE enriched (user_id STRING NOT NULL,"
        + " app_version STRING NOT NULL, device_type STRING NOT NULL, ip STRING NOT NULL,"
        + " locale STRING NOT NULL, device_id STRING NOT NULL, `timestamp` TIMESTAMP(3) NOT NULL,"
        + " login_time STRING NOT NULL, source_partition INT NOT NULL,"
        + " source_offset BIGINT NOT NULL,"
        + " sent_at TIMESTAMP_LTZ(3) NOT NULL METADATA FROM 'timestamp'"
        + ") WITH ('connector'='kafka','topic'='" + env("OUTPUT") + "'," + kafka
        + ",'key.format'='raw','key.fields'='user_id'," + avro("value.", "OUTPUT", "SCHEMA", "-value")
        + exactlyOnce(env("GROUP")) + ")");
    tables.executeSql("CREATE TEMPORARY VIEW android AS SELECT user_id, app_version, device_type,"
        + " ip, COALESCE(locale, 'unknown') AS locale, device_id,"
        + " CAST(TO_TIMESTAMP_LTZ(`timestamp`, 0) AS TIMESTAMP(3)) AS `timestamp`,"
        + " FROM_UNIXTIME(`timestamp`, 'yyyy-MM-dd HH:mm:ss') AS login_time, source_partition,"
        + " source_offset, sent_at FROM logins WHERE device_type = 'android'");
    StatementSet job = tables.createStatementSet();
    job.addInsertSql("INSERT INTO enriched SELECT * FROM android");
    if (!env("COUNTS").isEmpty()) addCounts(tables, job, kafka);
    job.execute().await();
    System.exit(0);
  }

  private static void addCounts(StreamTableEnvironment tables, StatementSet job, String kafka) {
    tables.executeSql("CREATE TABLE by_locale (locale STRING NOT NULL, `count` BIGINT NOT NULL,"
        + " PRIMARY KEY (locale) NOT ENFORCED"
        + ") WITH ('connector'='upsert-kafka','topic'='" + env("COUNTS") + "'," + kafka
        + ",'key.format'='raw'," + avro("value.", "GROUP", "COUNT_SCHEMA", "-peer-counts-value")
        + exactlyOnce(env("GROUP") + "-counts") + ")");
    job.addInsertSql("INSERT INTO by_locale SELECT locale, COUNT(*) FROM android GROUP BY locale");
  }

  private static String avro(String prefix, String name, String schema, String subject) {
    String option = prefix + "avro-confluent.";
    return "'" + prefix + "format'='avro-confluent','" + option + "url'='" + env("REGISTRY")
        + "','" + option + "subject'='" + env(name) + subject + "','" + option + "schema'='"
        + env(schema).replace("'", "''") + "'";
  }

  private static String exactlyOnce(String id) {
    return ",'sink.delivery-guarantee'='exactly-once','sink.transactional-id-prefix'='" + id + "'"
        + ",'properties.transaction.timeout.ms'='600000','properties.linger.ms'='20'"
        + ",'properties.batch.size'='262144'";
  }

  private static Configuration settings() {
    Configuration settings = new Configuration();
    settings.setString("execution.checkpointing.interval", "1 s");
    settings.setString("execution.checkpointing.mode", "EXACTLY_ONCE");
    settings.setString("execution.checkpointing.storage", "filesystem");
    settings.setString("execution.checkpointing.dir", new File(env("STATE_DIR")).toURI() + "");
    settings.setString("state.backend.type", "hashmap");
    settings.setString("parallelism.default", "2");
    settings.setString("taskmanager.numberOfTaskSlots", "2");
    settings.setString("taskmanager.memory.network.min", "64mb");
    settings.setString("taskmanager.memory.network.max", "64mb");
    settings.setString("rest.bind-address", "127.0.0.1");
    settings.setString("rest.bind-port", "0");
    settings.setString("pipeline.object-reuse", "true");
    settings.setString("table.exec.mini-batch.enabled", "true");
    settings.setString("table.exec.mini-batch.allow-latency", "200 ms");
    settings.setString("table.exec.mini-batch.size", "20000");
    return settings;
  }

  private static String env(String name) {
    return System.getenv().getOrDefault(name, "");
  }
}
