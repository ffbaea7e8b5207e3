package io.github.jettyws.testplugin;

import io.github.jettyws.security.message.MessageCheck;
import io.github.jettyws.security.message.MessageGuard;
import io.github.jettyws.security.message.MessageVerdict;
import io.github.jettyws.security.message.MessageView;
import java.util.EnumSet;
import java.util.Set;

/** A check as somebody else would write it: does not like one word. */
public class TextCheck implements MessageCheck {
    @Override
    public MessageVerdict check(MessageView message) {
        return message.text().toString().contains("unwanted") ? MessageVerdict.refuse("unwanted") : MessageVerdict.PASS;
    }

    @Override
    public Set<MessageGuard.Kind> kinds() {
        return EnumSet.of(MessageGuard.Kind.TEXT);
    }
}
