package io.github.jettyws.security.distribution;

import java.util.ArrayList;
import java.util.List;

/** One kind of endpoint, in one environment, got at in one way. */
record MatrixCell(MatrixEnvironment environment, MatrixKind kind, MatrixWay way) {
    static List<MatrixCell> all() {
        List<MatrixCell> cells = new ArrayList<>();
        for (MatrixEnvironment environment : MatrixEnvironment.values()) {
            for (MatrixKind kind : environment.kinds()) {
                for (MatrixWay way : MatrixWay.values()) {
                    if (way.leadsTo(kind)) {
                        cells.add(new MatrixCell(environment, kind, way));
                    }
                }
            }
        }
        return cells;
    }

    /** The path of its endpoints; two segments more follow. */
    String path() {
        return way.path(environment, kind);
    }

    @Override
    public String toString() {
        return environment + " " + kind + " " + way;
    }
}
