# SPDX-License-Identifier: Apache-2.0
"""Makes an ONNX graph of a BERT model's folder, with one vector a text and one a token as its outputs.

    bert_graph.py MODEL-FOLDER OUTPUT.onnx [plain|fused|int8]

`plain` is written in the operators of the ONNX standard. `fused` is what the transformer optimiser of onnxruntime makes of an
exported model: its own operators for embeddings, attention, bias with GELU, and layer normalisation with residual. `int8` is the
fused graph after onnxruntime's dynamic quantisation. Texts of one batch have the same length; there is no mask.
"""

import json
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file


class Graph:
    """Nodes and weights as they are added."""

    def __init__(self, folder):
        self.config = json.loads((folder / "config.json").read_text())
        self.weights = {name: values.astype(np.float32) if values.dtype.kind == "f" else values
                        for name, values in load_file(folder / "model.safetensors").items()}
        self.nodes, self.initializers = [], []

    def constant(self, name, values):
        self.initializers.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def weight(self, name, transpose=False):
        return self.constant(name, self.weights[name].T if transpose else self.weights[name])

    def add(self, operator, inputs, outputs=None, domain="", **attributes):
        outputs = outputs or [f"n{len(self.nodes)}"]
        self.nodes.append(helper.make_node(operator, inputs, outputs, domain=domain, **attributes))
        return outputs[0]

    def dense(self, states, name):
        product = self.add("MatMul", [states, self.weight(name + ".weight", True)])
        return self.add("Add", [product, self.weight(name + ".bias")])

    def projections(self, prefix):
        """The weights of queries, keys and values side by side."""
        parts = [f"{prefix}attention.self.{part}" for part in ("query", "key", "value")]
        weights = np.concatenate([self.weights[p + ".weight"].T for p in parts], 1)
        biases = np.concatenate([self.weights[p + ".bias"] for p in parts])
        return self.constant(prefix + "qkv.weight", weights), self.constant(prefix + "qkv.bias", biases)

    def norm_weights(self, name):
        return [self.weight(name + ".weight"), self.weight(name + ".bias")]


def plain(graph):
    config = graph.config
    hidden, heads, epsilon = config["hidden_size"], config["num_attention_heads"], config["layer_norm_eps"]

    def norm(states, name):
        return graph.add("LayerNormalization", [states, *graph.norm_weights(name)], axis=-1, epsilon=epsilon)

    words = graph.add("Gather", [graph.weight("embeddings.word_embeddings.weight"), "tokens"])
    length = graph.add("Shape", ["tokens"], start=1, end=2)
    zero = graph.constant("zero", np.array([0]))
    places = graph.add("Slice", [graph.weight("embeddings.position_embeddings.weight"), zero, length, zero])
    kind = graph.constant("kind", graph.weights["embeddings.token_type_embeddings.weight"][0])
    states = graph.add("Add", [graph.add("Add", [words, places]), kind])
    states = norm(states, "embeddings.LayerNorm")
    split = graph.constant("split", np.array([0, 0, heads, hidden // heads]))
    join = graph.constant("join", np.array([0, 0, hidden]))
    scale = graph.constant("scale", np.float32((hidden // heads) ** -0.5))
    for layer in range(config["num_hidden_layers"]):
        prefix = f"encoder.layer.{layer}."
        parts = []
        for part, order in (("query", [0, 2, 1, 3]), ("key", [0, 2, 3, 1]), ("value", [0, 2, 1, 3])):
            values = graph.dense(states, f"{prefix}attention.self.{part}")
            parts.append(graph.add("Transpose", [graph.add("Reshape", [values, split])], perm=order))
        scores = graph.add("Mul", [graph.add("MatMul", parts[:2]), scale])
        mixed = graph.add("MatMul", [graph.add("Softmax", [scores], axis=-1), parts[2]])
        mixed = graph.add("Reshape", [graph.add("Transpose", [mixed], perm=[0, 2, 1, 3]), join])
        states = norm(graph.add("Add", [graph.dense(mixed, prefix + "attention.output.dense"), states]),
                      prefix + "attention.output.LayerNorm")
        inner = graph.add("Gelu", [graph.dense(states, prefix + "intermediate.dense")])
        states = norm(graph.add("Add", [graph.dense(inner, prefix + "output.dense"), states]),
                      prefix + "output.LayerNorm")
    return states


def fused(graph):
    config, domain = graph.config, "com.microsoft"
    epsilon = config["layer_norm_eps"]
    embeddings = [graph.weight(f"embeddings.{part}_embeddings.weight") for part in ("word", "position", "token_type")]
    shape = graph.add("Shape", ["tokens"])
    kinds = graph.add("ConstantOfShape", [shape], value=numpy_helper.from_array(np.zeros(1, np.int32)))
    states = graph.add("EmbedLayerNormalization", ["tokens", kinds, *embeddings, *graph.norm_weights("embeddings.LayerNorm")],
                       ["embedded", "mask_index"], domain, epsilon=epsilon)

    def add_and_norm(product, states, dense, norm):
        inputs = [product, states, *graph.norm_weights(norm), graph.weight(dense + ".bias")]
        return graph.add("SkipLayerNormalization", inputs, domain=domain, epsilon=epsilon)

    for layer in range(config["num_hidden_layers"]):
        prefix = f"encoder.layer.{layer}."
        weights, biases = graph.projections(prefix)
        mixed = graph.add("Attention", [states, weights, biases], domain=domain, num_heads=config["num_attention_heads"])
        dense = prefix + "attention.output.dense"
        product = graph.add("MatMul", [mixed, graph.weight(dense + ".weight", True)])
        states = add_and_norm(product, states, dense, prefix + "attention.output.LayerNorm")
        dense = prefix + "intermediate.dense"
        product = graph.add("MatMul", [states, graph.weight(dense + ".weight", True)])
        inner = graph.add("BiasGelu", [product, graph.weight(dense + ".bias")], domain=domain)
        dense = prefix + "output.dense"
        product = graph.add("MatMul", [inner, graph.weight(dense + ".weight", True)])
        states = add_and_norm(product, states, dense, prefix + "output.LayerNorm")
    return states


def make(folder, output, form):
    graph = Graph(Path(folder))
    states = (plain if form == "plain" else fused)(graph)
    axes = graph.constant("axes", np.array([1]))
    mean = graph.add("ReduceMean", [states, axes], keepdims=0)
    graph.add("LpNormalization", [mean], ["vectors"], axis=-1, p=2)
    graph.add("Identity", [states], ["states"])
    hidden = graph.config["hidden_size"]
    kind = TensorProto.INT64 if form == "plain" else TensorProto.INT32
    model = helper.make_model(
        helper.make_graph(
            graph.nodes, "bert", [helper.make_tensor_value_info("tokens", kind, ["batch", "length"])],
            [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["batch", hidden]),
             helper.make_tensor_value_info("states", TensorProto.FLOAT, ["batch", "length", hidden])],
            graph.initializers),
        opset_imports=[helper.make_opsetid("", 20), helper.make_opsetid("com.microsoft", 1)], ir_version=10)
    onnx.save(model, output)
    if form == "int8":
        from onnxruntime.quantization import QuantType, quantize_dynamic
        quantize_dynamic(output, output, weight_type=QuantType.QInt8,
                         extra_options={"DefaultTensorType": TensorProto.FLOAT})


if __name__ == "__main__":
    make(sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else "fused")
