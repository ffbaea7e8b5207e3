package io.github.jettyws.security;

import org.eclipse.jetty.util.annotation.ManagedAttribute;
import org.jspecify.annotations.Nullable;

/** The part of a policy that says how much a client may send, and what happens to who sends more. */
public abstract class RateSettings extends AuthSettings {
    RateSettings(@Nullable Settings parent) {
        super(parent);
    }

    /**
     * Gives {@code ws-security.rate.messages}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.rate.messages", readonly = true)
    public String getRateMessages() {
        return get(Property.RATE_MESSAGES);
    }

    /**
     * Sets {@code ws-security.rate.messages}.
     *
     * @param rateMessages how many messages a client may send within the window, 0 to 1000000; 0 is no limit
     */
    public void setRateMessages(String rateMessages) {
        set(Property.RATE_MESSAGES, rateMessages);
    }

    /**
     * Gives {@code ws-security.rate.window}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.rate.window", readonly = true)
    public String getRateWindow() {
        return get(Property.RATE_WINDOW);
    }

    /**
     * Sets {@code ws-security.rate.window}.
     *
     * @param rateWindow the length of the window, 1ms to 1h
     */
    public void setRateWindow(String rateWindow) {
        set(Property.RATE_WINDOW, rateWindow);
    }

    /**
     * Gives {@code ws-security.rate.bytes}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.rate.bytes", readonly = true)
    public String getRateBytes() {
        return get(Property.RATE_BYTES);
    }

    /**
     * Sets {@code ws-security.rate.bytes}.
     *
     * @param rateBytes how many bytes of messages a client may send within the window, after inflation, 0 to 2147483647, and no more than the window has nanoseconds; 0 is no limit
     */
    public void setRateBytes(String rateBytes) {
        set(Property.RATE_BYTES, rateBytes);
    }

    /**
     * Gives {@code ws-security.rate.key}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.rate.key", readonly = true)
    public String getRateKey() {
        return get(Property.RATE_KEY);
    }

    /**
     * Sets {@code ws-security.rate.key}.
     *
     * @param rateKey what a client is, comma-separated: {@code address}, {@code user}, {@code connection}; each of them must have room
     */
    public void setRateKey(String rateKey) {
        set(Property.RATE_KEY, rateKey);
    }

    /**
     * Gives {@code ws-security.rate.algorithm}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.rate.algorithm", readonly = true)
    public String getRateAlgorithm() {
        return get(Property.RATE_ALGORITHM);
    }

    /**
     * Sets {@code ws-security.rate.algorithm}.
     *
     * @param rateAlgorithm how it is counted: {@code fixed-window}, {@code sliding-window}, {@code sliding-log}, {@code token-bucket} or {@code leaky-bucket}
     */
    public void setRateAlgorithm(String rateAlgorithm) {
        set(Property.RATE_ALGORITHM, rateAlgorithm);
    }

    /**
     * Gives {@code ws-security.rate.burst}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.rate.burst", readonly = true)
    public String getRateBurst() {
        return get(Property.RATE_BURST);
    }

    /**
     * Sets {@code ws-security.rate.burst}.
     *
     * @param rateBurst how many messages a token bucket holds, 1 to 1000000, or how many may wait at a leaky bucket, 0 to 1000000; where it is empty, as many as {@code rate.messages}
     */
    public void setRateBurst(String rateBurst) {
        set(Property.RATE_BURST, rateBurst);
    }

    /**
     * Gives {@code ws-security.rate.burstDelay}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.rate.burstDelay", readonly = true)
    public String getRateBurstDelay() {
        return get(Property.RATE_BURST_DELAY);
    }

    /**
     * Sets {@code ws-security.rate.burstDelay}.
     *
     * @param rateBurstDelay whether what may wait at a leaky bucket does, {@code true} or {@code false}
     */
    public void setRateBurstDelay(String rateBurstDelay) {
        set(Property.RATE_BURST_DELAY, rateBurstDelay);
    }

    /**
     * Gives {@code ws-security.rate.action}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.rate.action", readonly = true)
    public String getRateAction() {
        return get(Property.RATE_ACTION);
    }

    /**
     * Sets {@code ws-security.rate.action}.
     *
     * @param rateAction what happens to a message over the rate: {@code close}, {@code drop}, {@code reply} or {@code delay}
     */
    public void setRateAction(String rateAction) {
        set(Property.RATE_ACTION, rateAction);
    }

    /**
     * Gives {@code ws-security.rate.closeCode}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.rate.closeCode", readonly = true)
    public String getRateCloseCode() {
        return get(Property.RATE_CLOSE_CODE);
    }

    /**
     * Sets {@code ws-security.rate.closeCode}.
     *
     * @param rateCloseCode the close code, {@code 1008} or {@code 1013}
     */
    public void setRateCloseCode(String rateCloseCode) {
        set(Property.RATE_CLOSE_CODE, rateCloseCode);
    }

    /**
     * Gives {@code ws-security.rate.replyMessage}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.rate.replyMessage", readonly = true)
    public String getRateReplyMessage() {
        return get(Property.RATE_REPLY_MESSAGE);
    }

    /**
     * Sets {@code ws-security.rate.replyMessage}.
     *
     * @param rateReplyMessage the text that {@code reply} sends, 1 to 1000 characters
     */
    public void setRateReplyMessage(String rateReplyMessage) {
        set(Property.RATE_REPLY_MESSAGE, rateReplyMessage);
    }

    /**
     * Gives {@code ws-security.rate.escalate}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.rate.escalate", readonly = true)
    public String getRateEscalate() {
        return get(Property.RATE_ESCALATE);
    }

    /**
     * Sets {@code ws-security.rate.escalate}.
     *
     * @param rateEscalate the steps that replace {@code rate.action}, each but the last with the number of violations within the window that it is for, such as {@code drop:3,delay:3,close:3,ban}; where it is empty, there are none
     */
    public void setRateEscalate(String rateEscalate) {
        set(Property.RATE_ESCALATE, rateEscalate);
    }

    /**
     * Gives {@code ws-security.rate.controlFrames}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.rate.controlFrames", readonly = true)
    public String getRateControlFrames() {
        return get(Property.RATE_CONTROL_FRAMES);
    }

    /**
     * Sets {@code ws-security.rate.controlFrames}.
     *
     * @param rateControlFrames how many pings and pongs one connection may send within the window, 0 to 1000000; 0 is no limit
     */
    public void setRateControlFrames(String rateControlFrames) {
        set(Property.RATE_CONTROL_FRAMES, rateControlFrames);
    }

    /**
     * Gives {@code ws-security.rate.controlWindow}.
     *
     * @return the value in force
     */
    @ManagedAttribute(value = "ws-security.rate.controlWindow", readonly = true)
    public String getRateControlWindow() {
        return get(Property.RATE_CONTROL_WINDOW);
    }

    /**
     * Sets {@code ws-security.rate.controlWindow}.
     *
     * @param rateControlWindow the length of that window, 1ms to 1h
     */
    public void setRateControlWindow(String rateControlWindow) {
        set(Property.RATE_CONTROL_WINDOW, rateControlWindow);
    }
}
