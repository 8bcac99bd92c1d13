import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DecoderFactory;

/**
 * Reads cases from standard input as JSON, each with a writer's schema, a reader's schema and a body.
 * Prints what Java's Avro reads from each, or that it refuses. Names and defaults are not validated,
 * because whether a registry accepts a schema and whether its records can be read are separate
 * questions.
 */
public class AvroJudge {
  private static final ObjectMapper JSON = new ObjectMapper();

  public static void main(String[] args) throws Exception {
    for (JsonNode each : JSON.readTree(System.in)) {
      ObjectNode verdict = JSON.createObjectNode();
      try {
        verdict.set("fields", fieldsOf(each));
      } catch (Exception | StackOverflowError error) {
        verdict.put("refusal", error.toString());
      }
      System.out.println(JSON.writeValueAsString(verdict));
    }
  }

  private static ObjectNode fieldsOf(JsonNode each) throws Exception {
    byte[] body = Base64.getDecoder().decode(each.get("body").asText());
    Object read = new GenericDatumReader<Object>(parse(each.get("writer")), parse(each.get("reader")))
        .read(null, DecoderFactory.get().binaryDecoder(body, null));
    IndexedRecord login = (IndexedRecord) read;
    ObjectNode fields = JSON.createObjectNode();
    for (Schema.Field field : login.getSchema().getFields()) {
      Object value = login.get(field.pos());
      if (value == null) fields.putNull(field.name());
      else if (value instanceof Long number) fields.put(field.name(), number);
      else fields.put(field.name(), value.toString());
    }
    return fields;
  }

  private static Schema parse(JsonNode schema) {
    Schema.Parser parser = new Schema.Parser(NameValidator.NO_VALIDATION);
    return parser.setValidateDefaults(false).parse(schema.toString());
  }
}
