package io.github.jettyws.security.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.jettyws.security.fixture.PolicyParts;
import io.github.jettyws.security.fixture.Requests;
import io.github.jettyws.security.handshake.Mode;
import io.github.jettyws.security.limit.Ladder;
import io.github.jettyws.security.limit.MessageLimits;
import io.github.jettyws.security.limit.MessageRateRules;
import io.github.jettyws.security.limit.MessageRates;
import io.github.jettyws.security.limit.RateAction;
import io.github.jettyws.security.limit.RateAlgorithm;
import io.github.jettyws.security.limit.RateKey;
import io.github.jettyws.security.limit.RateRules;
import io.github.jettyws.security.limit.RateStep;
import io.github.jettyws.security.limit.TotalRate;
import io.github.jettyws.security.message.FrameRules;
import io.github.jettyws.security.message.MessageCheck;
import io.github.jettyws.security.message.MessageGuard.Kind;
import io.github.jettyws.security.message.MessageVerdict;
import io.github.jettyws.security.message.MessageView;
import io.github.jettyws.security.message.Ruling;
import io.github.jettyws.security.message.ShapeAction;
import io.github.jettyws.security.message.ShapeRules;
import io.github.jettyws.security.policy.MessagesModel.Settings;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever frames come, in whatever fragments, they are ruled on as the model says, and nothing is thrown. The first byte
 * sets the policy, and each two of the others are a frame, or the passing of time.
 */
class MessagesFuzzTest {
    private static final RateStep[] STEPS = {RateStep.CLOSE, RateStep.DROP, RateStep.REPLY, RateStep.DELAY};
    private static final ShapeAction[] ACTIONS = {ShapeAction.CLOSE, ShapeAction.DROP, ShapeAction.REPLY};
    private static final long TENTH = Duration.ofMillis(100).toNanos();

    private final PolicyFixture fixture = new PolicyFixture();
    private final Map<Settings, Policy> policies = new HashMap<>();
    private int clients;

    @AfterEach
    void end() {
        fixture.close();
    }

    @FuzzTest
    void onData_anyFrames_asTheModelSays(byte[] bytes) {
        if (bytes.length > 0) {
            check(bytes);
        }
    }

    @Test
    void onData_randomFrames_asTheModelSays() {
        Random random = new Random(4);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[1 + random.nextInt(400)];
            random.nextBytes(bytes);
            check(bytes);
        }
    }

    private void check(byte[] bytes) {
        ByteBuffer input = ByteBuffer.wrap(bytes);
        int first = input.get();
        Settings settings = new Settings(
                (first & 1) == 0 ? Mode.ENFORCE : Mode.REPORT,
                STEPS[first >> 1 & 3],
                ACTIONS[(first >> 3 & 3) % 3],
                (first & 32) == 0);
        Run run = new Run(settings);
        run.play(input);
        run.connection.close(1000);
    }

    private Policy policy(Settings settings) {
        PolicyParts parts = new PolicyParts(fixture.policy(settings.mode()));
        parts.limits = new MessageLimits(
                MessagesModel.TEXT, MessagesModel.BINARY, 100, MessagesModel.FRAGMENTS, Duration.ofMinutes(5));
        RateAction action = new RateAction(Ladder.of(settings.step()), 1008, MessagesModel.REPLY);
        parts.rates = new MessageRates(
                new MessageRateRules(
                        Set.of(RateKey.CONNECTION),
                        fixed(MessagesModel.MESSAGES),
                        fixed(MessagesModel.BYTES),
                        fixed(MessagesModel.CONTROL),
                        action),
                new TotalRate(fixed(0), fixture.ticker),
                fixture.ticker);
        Set<Kind> types = settings.binary() ? EnumSet.allOf(Kind.class) : EnumSet.of(Kind.TEXT);
        parts.shapes =
                new ShapeRules("/", types, ShapeRules.Format.ANY, List.of(new NotOneOverThree()), settings.action());
        return parts.policy();
    }

    private static RateRules fixed(int limit) {
        return new RateRules(RateAlgorithm.FIXED_WINDOW, limit, MessagesModel.WINDOW, 0, false);
    }

    private final class Run {
        private final GuardedConnection connection;
        private final MessagesModel model;
        private final FrameRules rules;
        private boolean inMessage;
        private int collected;

        Run(Settings settings) {
            model = new MessagesModel(settings);
            // An address of its own: some are banned.
            clients++;
            String address = "10." + (clients >> 16 & 255) + "." + (clients >> 8 & 255) + "." + (clients & 255);
            connection = fixture.guard
                    .attempt(
                            policies.computeIfAbsent(settings, MessagesFuzzTest.this::policy),
                            Requests.request().client(address).make())
                    .open(this, code -> CompletableFuture.completedFuture(null));
            rules = connection.messages();
        }

        void play(ByteBuffer input) {
            while (input.remaining() >= 2) {
                int what = input.get() & 7;
                int more = input.get() & 0xff;
                switch (what) {
                    case 0 -> advance(more * TENTH);
                    case 1 -> assertEquals(model.ping(), rules.onControl());
                    case 2, 3 -> frame(inMessage ? null : Kind.TEXT, more);
                    case 4 -> frame(inMessage ? null : Kind.BINARY, more);
                    default -> frame(inMessage ? null : more % 2 == 0 ? Kind.TEXT : Kind.BINARY, more);
                }
            }
        }

        private void advance(long nanos) {
            fixture.ticker.advance(Duration.ofNanos(nanos));
            model.advance(nanos);
        }

        private void frame(@Nullable Kind begins, int bits) {
            int length = bits & 31;
            boolean fin = (bits & 32) != 0;
            boolean endsFrame = fin || (bits & 64) != 0;
            collected = begins == null ? collected : 0;
            inMessage = !fin;
            ByteBuffer payload = ByteBuffer.wrap("x".repeat(length).getBytes(StandardCharsets.UTF_8));
            rules.onLength(length);
            Ruling ruling = rules.onData(begins, payload, endsFrame, fin);
            assertEquals(model.data(begins, length, endsFrame), ruling);
            if (!ruling.ends() && (bits & 0xe0) == 0x80) {
                Ruling inflated = rules.onInflated();
                assertEquals(model.inflated(), inflated);
                ruling = inflated.ends() ? inflated : ruling;
            }
            while (ruling.outcome() == Ruling.Outcome.HOLD) {
                advance(ruling.nanos());
                ruling = rules.onHeld();
                assertEquals(model.rated(begins != null, length, false), ruling);
            }
            if (ruling.outcome() == Ruling.Outcome.COLLECT) {
                collected += length;
                if (fin) {
                    ByteBuffer whole = ByteBuffer.allocate(collected).asReadOnlyBuffer();
                    assertEquals(model.whole(collected % 3 != 1), rules.onMessage(whole));
                }
            }
        }
    }

    /** Refuses messages of certain lengths. */
    private static final class NotOneOverThree implements MessageCheck {
        @Override
        public MessageVerdict check(MessageView message) {
            return message.bytes().remaining() % 3 == 1 ? MessageVerdict.refuse("length") : MessageVerdict.PASS;
        }

        @Override
        public Set<Kind> kinds() {
            return EnumSet.of(Kind.TEXT);
        }
    }
}
