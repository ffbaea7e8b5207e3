package io.github.jettyws.matrix.core;

import io.github.jettyws.testapp.Counts;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Tells the counts of the path that the query names. */
final class CountsHandler extends Handler.Wrapper {
    private final String path;

    CountsHandler(String path) {
        this.path = path;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!Request.getPathInContext(request).equals(path)) {
            return super.handle(request, response, callback);
        }
        String counted = Request.extractQueryParameters(request).getValue("path");
        Content.Sink.write(response, true, Counts.of(counted).toString(), callback);
        return true;
    }
}
