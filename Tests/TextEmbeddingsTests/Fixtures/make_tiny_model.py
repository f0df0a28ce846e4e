# SPDX-License-Identifier: Apache-2.0
"""Makes a small BERT model of random weights, and what the reference implementations make of texts with it.

    make_tiny_model.py

Writes, beside itself: tiny-model/, a folder as models are published, its weights in half precision; tokens.jsonl, the tokens and
offsets of difficult texts by the wheel `tokenizers`; scalars.tsv, digests of what that library makes of every Unicode scalar;
vectors.npy and states.npy, the results of onnxruntime on a graph in the standard's operators. Needs numpy, onnx, onnxruntime,
safetensors and tokenizers.
"""

import json
import random
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnxruntime
from safetensors.numpy import save_file
from tokenizers import AddedToken, Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer
from tokenizers.processors import TemplateProcessing

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "../../../Benchmarks/Peers"))
import bert_graph

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
CONFIG = {
    "model_type": "bert", "hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 72,
    "hidden_act": "gelu", "max_position_embeddings": 48, "type_vocab_size": 2, "layer_norm_eps": 1e-12,
}
WORDS = "the quick brown fox jump over lazy dog em bed ding vector search engine wing flow of air naive cafe token un aff able"
TEXTS = [
    "", " ", "\t\n\r", "The quick brown fox jumps over the lazy dog.", "Embedding vectors: un-aff-able!",
    "na\u00efve caf\u00e9", "nai\u0308ve cafe\u0301", "cafe\u0301s", "\u0301\u0301", "a\u0301\u0302\u0303b",
    "\u212b\u2126\u212a", "\u0130stanbul \u0131", "\u00c9COLE \u1e9e stra\u00dfe", "\u03a3\u03a3\u03c2 \u039f\u0394\u039f\u03a3",
    "\u4f60\u597d\u4e16\u754c", "a\u4f60b", "\uf900\U0002f800", "\uac00\ub098\ub2e4 \ud55c\uad6d", "\u3053\u3093\u306b\u3061\u306f",
    "\u0645\u0631\u062d\u0628\u0627 \u05e9\u05dc\u05d5\u05dd", "\u202eright to left\u202c", "\u05d0\u05b8\u05d1", "\u0906\u0928\u0902\u0926",
    "\U0001f600\U0001f468\u200d\U0001f469\u200d\U0001f467 fox\U0001f98a", "\u2764\ufe0f", "a\u0000b\u0001c\u007fd\ufffde\ufefff",
    "a\u00a0b\u2003c\u3000d\u2028e\u0085f\u200bg", "x\u00adsoft", "$1,000.50 + 20% = ~`^|<>", "\u00bfqu\u00e9? \u00a1s\u00ed!",
    "[CLS] fox [SEP]", "[MASK]fox[UNK]", "[mask] [ CLS ]", "[[SEP]]", "[SEP", "##fox ##", "#", "fox" * 40, "a" * 99, "a" * 100, "a" * 101,
    "\u00e9" * 100, "\u00e9" * 101, "\u0928\u093f" * 30, "word " * 60, "\u2581\u2582", "\u1e00\u1e01 \u01c4\u01c5", "\uff21\uff22\uff23 \u2460",
    "\u0958\u09cb", "\U0001d15e\U0001d160", "\u1100\u1161", "\u0149 \u0390", "\ue000\U000f0000", "\u0378\U0003fffd",
]


def vocabulary():
    letters = [chr(c) for c in range(0x21, 0x7F) if not chr(c).isupper()]
    letters += list("\u00e9\u00df\u03c3\u03c2\u03bf\u03b4\u4f60\u597d\u0131\u0645\u0631\u05d0\u05e9\u1100\u1161\u11ab\u0928\u0902\U0001f600\u2764\u3053")
    words = WORDS.split()
    pieces = words + letters + ["##" + piece for piece in words + letters]
    return {piece: number for number, piece in enumerate(dict.fromkeys(SPECIAL + pieces))}


def tokenizer(pieces, **normalization):
    result = Tokenizer(WordPiece(pieces, unk_token="[UNK]", max_input_chars_per_word=100))
    result.normalizer = BertNormalizer(**normalization)
    result.pre_tokenizer = BertPreTokenizer()
    result.add_special_tokens([AddedToken(token, normalized=False, special=True) for token in SPECIAL])
    result.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[(token, pieces[token]) for token in ("[CLS]", "[SEP]")])
    return result


FORMS = {
    "uncased": dict(lowercase=True),
    "cased": dict(lowercase=False),
    "accented": dict(lowercase=True, strip_accents=False),
    "bare": dict(lowercase=False, strip_accents=True, clean_text=False, handle_chinese_chars=False),
}


def random_texts(count):
    numbers = random.Random(7)
    scalars = [c for text in TEXTS for c in text] + list(WORDS) + [" "] * 200
    for _ in range(count):
        length = numbers.randrange(1, 40)
        yield "".join(numbers.choice(scalars) if numbers.random() < 0.9 else chr(numbers.choice(
            [numbers.randrange(0x20, 0xD800), numbers.randrange(0xE000, 0x110000)])) for _ in range(length))


def write_tokens(pieces):
    with open(HERE / "tokens.jsonl", "w") as file:
        for form, normalization in FORMS.items():
            reference = tokenizer(pieces, **normalization)
            for text in TEXTS + list(random_texts(60)):
                encoding = reference.encode(text)
                starts = [0]
                for c in text:
                    starts.append(starts[-1] + len(c.encode()))
                ends = [[starts[a], starts[b]] for a, b in encoding.offsets[1:-1]]
                file.write(json.dumps({"form": form, "text": text, "tokens": encoding.ids, "offsets": ends}) + "\n")


def write_scalars():
    """FNV-1a over the words that every scalar gives between two letters, joined by bars, 4,096 scalars a line."""
    with open(HERE / "scalars.tsv", "w") as file:
        for form, normalization in FORMS.items():
            normalizer, splitter = BertNormalizer(**normalization), BertPreTokenizer()
            for block in range(0, 0x110000, 4096):
                digest = 0xCBF29CE484222325
                for c in range(block, block + 4096):
                    if 0xD800 <= c < 0xE000:
                        continue
                    words = splitter.pre_tokenize_str(normalizer.normalize_str(f"a{chr(c)}b"))
                    for byte in "|".join(word for word, _ in words).encode() + b"\n":
                        digest = (digest ^ byte) * 0x100000001B3 % 2**64
                file.write(f"{form}\t{block:X}\t{digest:016X}\n")


def write_model(pieces):
    folder = HERE / "tiny-model"
    (folder / "1_Pooling").mkdir(parents=True, exist_ok=True)
    config = CONFIG | {"vocab_size": len(pieces)}
    (folder / "config.json").write_text(json.dumps(config, indent=1) + "\n")
    (folder / "vocab.txt").write_text("\n".join(pieces) + "\n")
    tokenizer(pieces, lowercase=True).save(str(folder / "tokenizer.json"))
    modules = [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")]
    (folder / "modules.json").write_text(json.dumps(
        [{"path": path, "type": f"sentence_transformers.models.{kind}"} for path, kind in modules]) + "\n")
    (folder / "1_Pooling/config.json").write_text('{"pooling_mode_mean_tokens": true, "pooling_mode_cls_token": false}\n')
    (folder / "sentence_bert_config.json").write_text('{"max_seq_length": 32}\n')
    numbers = np.random.default_rng(11)
    hidden, inner = config["hidden_size"], config["intermediate_size"]
    shapes = {"embeddings.word_embeddings.weight": (len(pieces), hidden),
              "embeddings.position_embeddings.weight": (config["max_position_embeddings"], hidden),
              "embeddings.token_type_embeddings.weight": (2, hidden)}
    norms = ["embeddings.LayerNorm"]
    for layer in range(config["num_hidden_layers"]):
        prefix = f"encoder.layer.{layer}."
        dense = {f"attention.self.{part}": (hidden, hidden) for part in ("query", "key", "value")}
        dense |= {"attention.output.dense": (hidden, hidden), "intermediate.dense": (inner, hidden), "output.dense": (hidden, inner)}
        for name, shape in dense.items():
            shapes |= {f"{prefix}{name}.weight": shape, f"{prefix}{name}.bias": shape[:1]}
        norms += [prefix + "attention.output.LayerNorm", prefix + "output.LayerNorm"]
    weights = {name: numbers.normal(0, 0.25, shape) for name, shape in shapes.items()}
    for name in norms:
        weights |= {name + ".weight": numbers.normal(1, 0.1, hidden), name + ".bias": numbers.normal(0, 0.1, hidden)}
    save_file({name: values.astype(np.float16) for name, values in weights.items()}, folder / "model.safetensors")
    return folder


def write_vectors(folder):
    reference = Tokenizer.from_file(str(folder / "tokenizer.json"))
    reference.enable_truncation(32)
    with tempfile.TemporaryDirectory() as work:
        graph = f"{work}/tiny.onnx"
        bert_graph.make(folder, graph, "plain")
        session = onnxruntime.InferenceSession(graph)
        vectors, states = [], []
        for text in TEXTS:
            tokens = np.array([reference.encode(text).ids])
            vector, rows = session.run(["vectors", "states"], {"tokens": tokens})
            vectors.append(vector[0])
            if len(states) < 10:
                states.append(rows[0])
    np.save(HERE / "vectors.npy", np.stack(vectors))
    np.save(HERE / "states.npy", np.concatenate(states))
    (HERE / "texts.json").write_text(json.dumps(TEXTS) + "\n")


if __name__ == "__main__":
    pieces = vocabulary()
    write_tokens(pieces)
    write_scalars()
    write_vectors(write_model(pieces))
