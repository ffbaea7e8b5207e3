package io.github.jettyws.security.schema;

import dev.harrel.jsonschema.EvaluationContext;
import dev.harrel.jsonschema.Evaluator;
import dev.harrel.jsonschema.JsonNode;

/**
 * A keyword that is asked only while there is time. Not only expressions explode: a schema that offers a choice at each level
 * of something nested doubles the work with each.
 *
 * @param keyword the keyword
 */
record TimedKeyword(Evaluator keyword) implements Evaluator {
    @Override
    public Result evaluate(EvaluationContext context, JsonNode node) {
        TimeLimit limit = TimeLimit.current();
        limit.enter(node);
        Result result = keyword.evaluate(context, node);
        limit.leave();
        return result;
    }

    @Override
    public int getOrder() {
        return keyword.getOrder();
    }
}
