import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersionCollection;
import org.apache.kafka.common.message.ApiVersionsResponseData.FinalizedFeatureKey;
import org.apache.kafka.common.message.ApiVersionsResponseData.FinalizedFeatureKeyCollection;
import org.apache.kafka.common.message.ApiVersionsResponseData.SupportedFeatureKey;
import org.apache.kafka.common.message.ApiVersionsResponseData.SupportedFeatureKeyCollection;
import org.apache.kafka.common.message.ConsumerGroupDescribeRequestData;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.Assignment;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.DescribedGroup;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.Member;
import org.apache.kafka.common.message.ConsumerGroupDescribeResponseData.TopicPartitions;
import org.apache.kafka.common.message.DescribeProducersRequestData;
import org.apache.kafka.common.message.DescribeProducersResponseData;
import org.apache.kafka.common.message.DescribeProducersResponseData.ProducerState;
import org.apache.kafka.common.message.EndTxnRequestData;
import org.apache.kafka.common.message.EndTxnResponseData;
import org.apache.kafka.common.message.ListTransactionsRequestData;
import org.apache.kafka.common.message.ListTransactionsResponseData;
import org.apache.kafka.common.message.ListTransactionsResponseData.TransactionState;
import org.apache.kafka.common.message.OffsetFetchRequestData;
import org.apache.kafka.common.message.OffsetFetchRequestData.OffsetFetchRequestTopic;
import org.apache.kafka.common.message.OffsetFetchResponseData;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponsePartition;
import org.apache.kafka.common.message.OffsetFetchResponseData.OffsetFetchResponseTopic;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceDataCollection;
import org.apache.kafka.common.message.ProduceResponseData;
import org.apache.kafka.common.message.ProduceResponseData.BatchIndexAndErrorMessage;
import org.apache.kafka.common.message.ProduceResponseData.LeaderIdAndEpoch;
import org.apache.kafka.common.message.ProduceResponseData.NodeEndpoint;
import org.apache.kafka.common.message.ProduceResponseData.NodeEndpointCollection;
import org.apache.kafka.common.message.ProduceResponseData.PartitionProduceResponse;
import org.apache.kafka.common.message.ProduceResponseData.TopicProduceResponse;
import org.apache.kafka.common.message.ProduceResponseData.TopicProduceResponseCollection;
import org.apache.kafka.common.message.RequestHeaderData;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestPartition;
import org.apache.kafka.common.message.TxnOffsetCommitRequestData.TxnOffsetCommitRequestTopic;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData.TxnOffsetCommitResponsePartition;
import org.apache.kafka.common.message.TxnOffsetCommitResponseData.TxnOffsetCommitResponseTopic;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;
import org.apache.kafka.common.protocol.MessageUtil;
import org.apache.kafka.common.protocol.types.RawTaggedField;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.Uuid;

/**
 * Prints, as the members of a JSON object, requests without their size and answers without their size
 * and correlation id, as Java's client and broker write them. Answers have tagged fields wherever there
 * is room for some. The output is kept in tests/unit/kafka/protocol/java_frames.json.
 */
public class ProtocolBytes {
  private static String separator = "{";

  public static void main(String[] args) {
    requests();
    answers();
    System.out.println("\n}");
  }

  private static void requests() {
    MemoryRecords first = MemoryRecords.withTransactionalRecords((byte) 2, 0L, Compression.NONE,
        (1L << 53) + 1, (short) 4, 9, 0,
        new SimpleRecord(1700000000000L, new byte[] {1}, "a".getBytes(StandardCharsets.UTF_8)),
        new SimpleRecord(1700000000005L, (byte[]) null, (byte[]) null));
    MemoryRecords second = MemoryRecords.withTransactionalRecords((byte) 2, 0L, Compression.NONE,
        (1L << 53) + 1, (short) 4, 0, 0,
        new SimpleRecord(5L, new byte[0], new byte[300]));
    TopicProduceDataCollection topics = new TopicProduceDataCollection();
    topics.add(new TopicProduceData().setName("facts").setPartitionData(List.of(
        new PartitionProduceData().setIndex(3).setRecords(first),
        new PartitionProduceData().setIndex(0).setRecords(second))));
    topics.add(new TopicProduceData().setName("counts").setPartitionData(List.of(
        new PartitionProduceData().setIndex(1).setRecords(second))));
    for (int version : new int[] {8, 12}) {
      request("produce" + version, ApiKeys.PRODUCE, version, new ProduceRequestData()
          .setTransactionalId("wö").setAcks((short) -1).setTimeoutMs(8000).setTopicData(topics));
    }

    for (int version : new int[] {3, 5}) {
      request("txnOffsetCommit" + version, ApiKeys.TXN_OFFSET_COMMIT, version,
          new TxnOffsetCommitRequestData()
              .setTransactionalId("wö").setGroupId("group").setProducerId((1L << 53) + 1)
              .setProducerEpoch((short) 4).setGenerationId(12).setMemberId("member")
              .setTopics(List.of(new TxnOffsetCommitRequestTopic().setName("logins")
                  .setPartitions(List.of(
                      new TxnOffsetCommitRequestPartition().setPartitionIndex(2)
                          .setCommittedOffset(5_000_000_000L).setCommittedMetadata("mémo"),
                      new TxnOffsetCommitRequestPartition().setPartitionIndex(0)
                          .setCommittedOffset(0).setCommittedMetadata(""))))));
    }
    for (boolean isCommit : new boolean[] {true, false}) {
      request(isCommit ? "commit" : "abort", ApiKeys.END_TXN, 5, new EndTxnRequestData()
          .setTransactionalId("wö").setProducerId((1L << 53) + 1).setProducerEpoch((short) 4)
          .setCommitted(isCommit));
    }
    request("listTransactions", ApiKeys.LIST_TRANSACTIONS, 0, new ListTransactionsRequestData()
        .setStateFilters(List.of("Ongoing", "PrepareCommit")));
    request("offsetFetch", ApiKeys.OFFSET_FETCH, 7, new OffsetFetchRequestData()
        .setGroupId("group").setRequireStable(true).setTopics(List.of(
            new OffsetFetchRequestTopic().setName("logins").setPartitionIndexes(List.of(2, 0)))));
    request("apiVersions", ApiKeys.API_VERSIONS, 3, new ApiVersionsRequestData()
        .setClientSoftwareName("login-pipeline").setClientSoftwareVersion("1"));
    request("describeProducers", ApiKeys.DESCRIBE_PRODUCERS, 0, new DescribeProducersRequestData()
        .setTopics(List.of(new DescribeProducersRequestData.TopicRequest().setName("logins")
            .setPartitionIndexes(List.of(2, 0)))));
    request("describeGroup", ApiKeys.CONSUMER_GROUP_DESCRIBE, 0,
        new ConsumerGroupDescribeRequestData().setGroupIds(List.of("group")));
  }

  private static void answers() {
    PartitionProduceResponse refused = new PartitionProduceResponse().setIndex(3)
        .setErrorCode((short) 32).setBaseOffset(-1).setErrorMessage("refused")
        .setCurrentLeader(new LeaderIdAndEpoch().setLeaderId(2).setLeaderEpoch(7))
        .setRecordErrors(List.of(
            tagged(new BatchIndexAndErrorMessage().setBatchIndex(5)
                .setBatchIndexErrorMessage("too late")),
            new BatchIndexAndErrorMessage().setBatchIndex(6)));
    PartitionProduceResponse written = tagged(
        new PartitionProduceResponse().setIndex(0).setBaseOffset(5_000_000_000L));
    TopicProduceResponseCollection produced = new TopicProduceResponseCollection();
    produced.add(tagged(new TopicProduceResponse().setName("facts")
        .setPartitionResponses(List.of(refused, written))));
    NodeEndpointCollection endpoints = new NodeEndpointCollection();
    endpoints.add(new NodeEndpoint().setNodeId(2).setHost("kafka").setPort(9092));
    answer("produced12", ApiKeys.PRODUCE, 12, tagged(
        new ProduceResponseData().setResponses(produced).setNodeEndpoints(endpoints)));
    for (int version : new int[] {3, 5}) {
      answer("offsetsCommitted" + version, ApiKeys.TXN_OFFSET_COMMIT, version, tagged(
          new TxnOffsetCommitResponseData().setTopics(List.of(tagged(
              new TxnOffsetCommitResponseTopic().setName("logins").setPartitions(List.of(
                  tagged(new TxnOffsetCommitResponsePartition().setPartitionIndex(2)
                      .setErrorCode((short) 22)),
                  new TxnOffsetCommitResponsePartition().setPartitionIndex(0))))))));
    }
    answer("ended", ApiKeys.END_TXN, 5, tagged(new EndTxnResponseData()
        .setErrorCode((short) 51).setProducerId((1L << 53) + 3).setProducerEpoch((short) 5)));
    answer("listed", ApiKeys.LIST_TRANSACTIONS, 0, tagged(new ListTransactionsResponseData()
        .setErrorCode((short) 14).setUnknownStateFilters(List.of("Odd")).setTransactionStates(
            List.of(tagged(new TransactionState().setTransactionalId("wö")
                .setProducerId((1L << 53) + 1).setTransactionState("Ongoing"))))));
    OffsetFetchResponseTopic positions = tagged(new OffsetFetchResponseTopic().setName("logins")
        .setPartitions(List.of(
            tagged(new OffsetFetchResponsePartition().setPartitionIndex(2)
                .setCommittedOffset(5_000_000_000L).setCommittedLeaderEpoch(3).setMetadata("mémo")),
            new OffsetFetchResponsePartition().setPartitionIndex(0).setCommittedOffset(-1)
                .setMetadata(null).setErrorCode((short) 88))));
    answer("positions", ApiKeys.OFFSET_FETCH, 7, tagged(
        new OffsetFetchResponseData().setTopics(List.of(positions))));
    answer("noPositions", ApiKeys.OFFSET_FETCH, 7,
        new OffsetFetchResponseData().setErrorCode((short) 15));
    answer("versions", ApiKeys.API_VERSIONS, 3, versions());
    answer("noFeatures", ApiKeys.API_VERSIONS, 3, new ApiVersionsResponseData());
    answer("producers", ApiKeys.DESCRIBE_PRODUCERS, 0, tagged(new DescribeProducersResponseData()
        .setTopics(List.of(tagged(new DescribeProducersResponseData.TopicResponse()
            .setName("logins").setPartitions(List.of(
                tagged(new DescribeProducersResponseData.PartitionResponse().setPartitionIndex(2)
                    .setActiveProducers(List.of(
                        tagged(producer((1L << 53) + 1, 0)), producer(8, -1), producer(9, 7)))),
                new DescribeProducersResponseData.PartitionResponse().setPartitionIndex(0)
                    .setErrorCode((short) 6).setErrorMessage("moved"))))))));
    answer("groups", ApiKeys.CONSUMER_GROUP_DESCRIBE, 0, tagged(
        new ConsumerGroupDescribeResponseData().setGroups(List.of(group()))));
  }

  private static ApiVersionsResponseData versions() {
    ApiVersionCollection keys = new ApiVersionCollection();
    keys.add(tagged(new ApiVersion().setApiKey((short) 0).setMinVersion((short) 3)
        .setMaxVersion((short) 13)));
    keys.add(new ApiVersion().setApiKey((short) 26).setMaxVersion((short) 5));
    SupportedFeatureKeyCollection supported = new SupportedFeatureKeyCollection();
    supported.add(new SupportedFeatureKey().setName("transaction.version")
        .setMaxVersion((short) 2));
    FinalizedFeatureKeyCollection finalized = new FinalizedFeatureKeyCollection();
    finalized.add(tagged(new FinalizedFeatureKey().setName("transaction.version")
        .setMaxVersionLevel((short) 2).setMinVersionLevel((short) 1)));
    finalized.add(new FinalizedFeatureKey().setName("group.version")
        .setMaxVersionLevel((short) 1).setMinVersionLevel((short) 1));
    return tagged(new ApiVersionsResponseData().setApiKeys(keys).setSupportedFeatures(supported)
        .setFinalizedFeatures(finalized).setFinalizedFeaturesEpoch(300));
  }

  private static ProducerState producer(long id, long start) {
    return new ProducerState().setProducerId(id).setProducerEpoch(3).setLastSequence(5)
        .setLastTimestamp(1).setCoordinatorEpoch(2).setCurrentTxnStartOffset(start);
  }

  private static DescribedGroup group() {
    Assignment assignment = tagged(new Assignment().setTopicPartitions(List.of(
        tagged(new TopicPartitions().setTopicId(new Uuid(1, 2)).setTopicName("logins")
            .setPartitions(List.of(2, 0))))));
    Member member = tagged(new Member().setMemberId("member").setMemberEpoch(3)
        .setClientId("client").setClientHost("/10.0.0.1").setSubscribedTopicNames(List.of("logins"))
        .setAssignment(assignment));
    return tagged(new DescribedGroup().setGroupId("group").setGroupState("Stable")
        .setGroupEpoch(3).setAssignmentEpoch(3).setAssignorName("range")
        .setMembers(List.of(member)));
  }

  private static <T extends org.apache.kafka.common.protocol.Message> T tagged(T structure) {
    structure.unknownTaggedFields().add(new RawTaggedField(1000, new byte[] {1, 2, 3}));
    return structure;
  }

  private static void request(String name, ApiKeys key, int version, ApiMessage body) {
    RequestHeaderData header = new RequestHeaderData().setRequestApiKey(key.id)
        .setRequestApiVersion((short) version).setCorrelationId(7).setClientId("me");
    print(name, hex(header, key.requestHeaderVersion((short) version)) + hex(body, version));
  }

  private static void answer(String name, ApiKeys key, int version, ApiMessage body) {
    short headerVersion = key.responseHeaderVersion((short) version);
    ResponseHeaderData header = new ResponseHeaderData();
    if (headerVersion > 0) tagged(header);
    int correlationIdDigits = 8;
    print(name, hex(header, headerVersion).substring(correlationIdDigits) + hex(body, version));
  }

  private static String hex(ApiMessage message, int version) {
    ByteBuffer bytes = MessageUtil.toByteBufferAccessor(message, (short) version).buffer();
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return HexFormat.of().formatHex(copy);
  }

  private static void print(String name, String hex) {
    System.out.print(separator + "\n  \"" + name + "\": \"" + hex + "\"");
    separator = ",";
  }
}
