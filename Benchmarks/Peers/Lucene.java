// SPDX-License-Identifier: Apache-2.0
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.Version;

/**
 * Measures Lucene on the lexical suite: {@code Lucene index|search lucene COLLECTION DATA-FOLDER ROWS.json}.
 *
 * <p>One segment, term frequencies without positions, no stored text, no query cache. What a pass costs before the compiler of
 * the virtual machine has settled is no property of the engine: a search begins with some seconds of passes that do not count.
 */
public class Lucene {
    private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();
    private static final BM25Similarity BM25 = new BM25Similarity(1.2f, 0.75f);
    private static final int PASSES = 2;
    private static final long WARM_NANOSECONDS = 2_000_000_000L;

    private final String collection;
    private final Path data;
    private final Path folder;
    private final List<String> rows = new ArrayList<>();

    private Lucene(String collection, Path data) {
        this.collection = collection;
        this.data = data;
        this.folder = data.resolve("indexes/lucene-" + collection);
    }

    public static void main(String[] arguments) throws Exception {
        Lucene lucene = new Lucene(arguments[2], Path.of(arguments[3]));
        if (arguments[0].equals("index")) {
            lucene.index();
        } else {
            lucene.search();
        }
        Files.writeString(Path.of(arguments[4]), "[\n" + String.join(",\n", lucene.rows) + "\n]\n");
    }

    private void index() throws Exception {
        Files.createDirectories(folder);
        IndexWriterConfig configuration = new IndexWriterConfig(new WhitespaceAnalyzer())
            .setSimilarity(BM25).setRAMBufferSizeMB(512).setOpenMode(IndexWriterConfig.OpenMode.CREATE)
            .setMergeScheduler(new SerialMergeScheduler());
        FieldType type = new FieldType();
        type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
        type.setTokenized(true);
        type.freeze();
        List<String> texts = Files.readAllLines(data.resolve(collection + ".txt"));
        try (Directory directory = new MMapDirectory(folder)) {
            long begin = CLOCK.getCurrentThreadCpuTime();
            try (IndexWriter writer = new IndexWriter(directory, configuration)) {
                for (String text : texts) {
                    Document document = new Document();
                    document.add(new Field("body", text, type));
                    writer.addDocument(document);
                }
                writer.commit();
                double seconds = (CLOCK.getCurrentThreadCpuTime() - begin) / 1e9;
                add("", "index_rate", "documents/s", texts.size() / seconds);
                writer.forceMerge(1);
            }
            double size = 0;
            for (String file : directory.listAll()) size += directory.fileLength(file);
            double postings = Double.parseDouble(Files.readString(data.resolve(collection + ".postings.txt")).strip());
            add("", "index_size", "bytes/posting", size / postings);
            add("", "index_file_size", "MB", size / 1e6);
        }
    }

    private void search() throws Exception {
        String kindOf = collection.startsWith("z") ? "realistic head" : "known-item";
        try (Directory directory = new MMapDirectory(folder); DirectoryReader reader = DirectoryReader.open(directory)) {
            IndexSearcher searcher = new IndexSearcher(reader);
            searcher.setQueryCache(null);
            searcher.setSimilarity(BM25);
            for (String kind : kindOf.split(" ")) search(searcher, kind);
        }
    }

    private void search(IndexSearcher searcher, String kind) throws Exception {
        List<String> oracle = Files.readAllLines(data.resolve(collection + "." + kind + ".oracle.txt"));
        List<Query> queries = new ArrayList<>();
        for (String line : Files.readAllLines(data.resolve(collection + "." + kind + ".txt")).subList(0, oracle.size())) {
            BooleanQuery.Builder builder = new BooleanQuery.Builder();
            for (String word : line.split(" ")) {
                builder.add(new TermQuery(new Term("body", word)), BooleanClause.Occur.SHOULD);
            }
            queries.add(builder.build());
        }
        for (int depth : new int[] {10, 1000}) {
            double[] means = new double[PASSES], medians = new double[PASSES], tails = new double[PASSES];
            long warm = CLOCK.getCurrentThreadCpuTime() + WARM_NANOSECONDS;
            while (CLOCK.getCurrentThreadCpuTime() < warm) {
                for (Query query : queries) best(searcher, query, depth);
            }
            for (int pass = 0; pass < PASSES; pass++) {
                double[] times = new double[queries.size()];
                for (int index = 0; index < times.length; index++) {
                    long begin = CLOCK.getCurrentThreadCpuTime();
                    best(searcher, queries.get(index), depth);
                    times[index] = (CLOCK.getCurrentThreadCpuTime() - begin) / 1e3;
                }
                Arrays.sort(times);
                means[pass] = Arrays.stream(times).average().getAsDouble();
                medians[pass] = times[times.length / 2];
                tails[pass] = times[times.length * 95 / 100];
            }
            String part = "/" + kind + "/top-" + depth;
            add(part, "latency_mean", "µs", means);
            add(part, "latency_p50", "µs", medians);
            add(part, "latency_p95", "µs", tails);
        }
        add("/" + kind + "/top-10", "oracle_overlap", "share", overlap(searcher, queries, oracle));
    }

    private static TopDocs best(IndexSearcher searcher, Query query, int depth) throws Exception {
        return searcher.search(query, new TopScoreDocCollectorManager(depth, null, depth));
    }

    private static double overlap(IndexSearcher searcher, List<Query> queries, List<String> oracle) throws Exception {
        double sum = 0;
        int counted = 0;
        for (int index = 0; index < queries.size(); index++) {
            if (oracle.get(index).isBlank()) continue;
            Set<Integer> accepted = new HashSet<>();
            for (String row : oracle.get(index).split(" ")) accepted.add(Integer.valueOf(row));
            int found = 0;
            for (ScoreDoc hit : best(searcher, queries.get(index), 10).scoreDocs) {
                if (accepted.contains(hit.doc)) found++;
            }
            sum += found / (double) Math.min(10, accepted.size());
            counted++;
        }
        return sum / counted;
    }

    private void add(String part, String metric, String unit, double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double median = (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
        String row = String.format(
            Locale.ROOT,
            "{\"work\": \"%s\", \"system\": \"lucene\", \"version\": \"%s\", \"metric\": \"%s\", \"unit\": \"%s\", "
                + "\"value\": %s, \"runs\": %d, \"min\": %s, \"max\": %s}",
            collection + part, Version.LATEST, metric, unit, median, sorted.length, sorted[0],
            sorted[sorted.length - 1]);
        rows.add(row);
        System.out.printf(Locale.ROOT, "%-24s lucene %s %.4g %s%n", collection + part, metric, median, unit);
    }
}
