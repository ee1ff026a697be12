"""Every kind of the layer registry but dropout and lambda, which draw or are code. Images lie as [batch, height, width, channels], kernels as [height, width, in, out]."""

from __future__ import annotations

import numpy as np
import torch
import torch.nn.functional as F

from pytorch_common import CORNERS, QUIET, both, chance, evaluate, gelu, gelu_scales, numbers, shape_of, size

ACTIVATIONS = {
    "none": lambda x: x, "relu": torch.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid, "softplus": lambda x: F.softplus(x, threshold=1e4), "gelu": gelu,
    "softmax": lambda x: torch.softmax(x, -1), "log-softmax": lambda x: torch.log_softmax(x, -1), "exp": torch.exp, "sin": torch.sin,
}


def batch_size(rng) -> int:
    return 0 if chance(rng, 0.04) else size(rng, 4)


def activation(rng) -> str:
    return str(rng.choice(list(ACTIVATIONS))) if chance(rng, 0.6) else "none"


def texts(options) -> dict:
    """As a model file writes them."""
    return {key: str(value).lower() if isinstance(value, bool) else str(value) for key, value in options.items()}


def case(rng, function, x, parameters, options, mode="inference", elementwise=False) -> dict:
    inputs = [x, *parameters]
    upstream = numbers(rng, shape_of(function, inputs), -1, 1)
    return {
        "request": {"options": texts(options), "mode": mode}, "tensors": [*inputs, upstream],
        "elementwise": elementwise, "floor": 0.0 if elementwise else 1.0, **both(function, inputs, len(inputs), upstream)}


def refused(x, options, refusal, parameters=()) -> dict:
    return {"request": {"options": texts(options), "mode": "training"}, "tensors": [x, *parameters, np.zeros([], np.float32)], "refusal": refusal}


def image(rng, least=1) -> np.ndarray:
    shape = [batch_size(rng), int(rng.integers(least, 9)), int(rng.integers(least, 9)), size(rng, 5)]
    return numbers(rng, shape, corners=QUIET if chance(rng, 0.3) else (), share=0.3)


def padding(sizes, window, strides, dilation) -> list[int]:
    """TensorFlow's same: ceil(size / stride) outputs, the odd zero behind; as F.pad wants it, the last axis first."""
    result: list[int] = []
    for n, taps, stride, step in reversed(list(zip(sizes, window, strides, dilation))):
        total = max(0, (-(-n // stride) - 1) * stride + (taps - 1) * step + 1 - n)
        result += [total // 2, total - total // 2]
    return result


def convolve(x, kernel, bias, strides, same, dilation, groups=1):
    x = x.permute(0, 3, 1, 2)
    if same:
        x = F.pad(x, padding(x.shape[2:], kernel.shape[:2], strides, dilation))
    if x.shape[0] == 0:  # PyTorch's own sizes, without its kernels
        out = [(n - (k - 1) * d - 1) // s + 1 for n, k, s, d in zip(x.shape[2:], kernel.shape[:2], strides, dilation)]
        return (x.sum() + kernel.sum() * 0 + (0 if bias is None else bias.sum() * 0)) * torch.zeros([0, *out, kernel.shape[3]], dtype=x.dtype)
    return F.conv2d(x, kernel.permute(3, 2, 0, 1).contiguous(), bias, stride=strides, dilation=dilation, groups=groups).permute(0, 2, 3, 1)


def fits(sizes, window, dilation) -> bool:
    return all((k - 1) * d + 1 <= n for n, k, d in zip(sizes, window, dilation))


def pair(rng, most) -> tuple[int, int]:
    return size(rng, most), size(rng, most)


def sized(name, values) -> dict:
    return {f"{name}_height": values[0], f"{name}_width": values[1]}


def conv2d(rng):
    x = image(rng)
    window, strides, dilation, same, use_bias, filters, name = pair(rng, 4), pair(rng, 3), pair(rng, 2), chance(rng, 0.5), chance(rng, 0.7), size(rng, 6), activation(rng)
    options = {"filters": filters, **sized("kernel_size", window), **sized("strides", strides), "padding": "same" if same else "valid", **sized("dilation", dilation),
               "activation": name, "use_bias": use_bias, "kernel": "zeros", "bias": "zeros"}
    kernel = numbers(rng, [*window, x.shape[3], filters], -1, 1)
    parameters = [kernel, numbers(rng, [filters], -1, 1)] if use_bias else [kernel]
    if not same and not fits(x.shape[1:3], window, dilation):
        return refused(x, options, "a window that does not fit", parameters)
    return case(rng, lambda x, k, b=None: ACTIVATIONS[name](convolve(x, k, b, strides, same, dilation)), x, parameters, options)


def conv1d(rng):
    x = numbers(rng, [batch_size(rng), size(rng, 12), size(rng, 5)])
    taps, stride, dilation, same, use_bias, filters, name = size(rng, 4), size(rng, 3), size(rng, 3), chance(rng, 0.5), chance(rng, 0.7), size(rng, 6), activation(rng)
    options = {"filters": filters, "kernel_size": taps, "stride": stride, "padding": "same" if same else "valid", "dilation": dilation, "activation": name, "use_bias": use_bias, "kernel": "zeros", "bias": "zeros"}
    kernel = numbers(rng, [taps, x.shape[2], filters], -1, 1)
    parameters = [kernel, numbers(rng, [filters], -1, 1)] if use_bias else [kernel]
    if not same and not fits([x.shape[1]], [taps], [dilation]):
        return refused(x, options, "a window that does not fit", parameters)
    return case(rng, lambda x, k, b=None: ACTIVATIONS[name](convolve(x.unsqueeze(1), k.unsqueeze(0), b, (1, stride), same, (1, dilation)).squeeze(1)), x, parameters, options)


def transpose(x, kernel, strides, same, dilation):
    """The gradient of a convolution by its input: each input adds its kernel to the output. Same gives size·stride outputs of which the first ones are cut as padding would be."""
    batch, height, width, _ = x.shape
    full = F.conv_transpose2d(x.permute(0, 3, 1, 2), kernel.permute(3, 2, 0, 1).contiguous(), stride=strides, dilation=dilation)
    if same:
        wanted = [height * strides[0], width * strides[1]]
        before = padding(wanted, kernel.shape[:2], strides, dilation)[::2][::-1]
        full = F.pad(full, [0, max(0, before[1] + wanted[1] - full.shape[3]), 0, max(0, before[0] + wanted[0] - full.shape[2])])
        full = full[:, :, before[0]:before[0] + wanted[0], before[1]:before[1] + wanted[1]]
    return full.permute(0, 2, 3, 1)


def conv2d_transpose(rng):
    x = numbers(rng, [size(rng, 3), size(rng, 5), size(rng, 5), size(rng, 4)])
    window, strides, dilation, same, use_bias, filters, name = pair(rng, 4), pair(rng, 3), pair(rng, 2), chance(rng, 0.5), chance(rng, 0.7), size(rng, 5), activation(rng)
    options = {"filters": filters, **sized("kernel_size", window), **sized("strides", strides), "padding": "same" if same else "valid", **sized("dilation", dilation),
               "activation": name, "use_bias": use_bias, "kernel": "zeros", "bias": "zeros"}
    kernel = numbers(rng, [*window, filters, x.shape[3]], -1, 1)
    parameters = [kernel, numbers(rng, [filters], -1, 1)] if use_bias else [kernel]
    return case(rng, lambda x, k, b=0.0: ACTIVATIONS[name](transpose(x, k, strides, same, dilation) + b), x, parameters, options)


def depthwise_conv2d(rng):
    x = image(rng)
    window, strides, same, use_bias, name, channels = pair(rng, 4), pair(rng, 3), chance(rng, 0.5), chance(rng, 0.7), activation(rng), x.shape[3]
    options = {**sized("kernel_size", window), **sized("strides", strides), "padding": "same" if same else "valid", "activation": name, "use_bias": use_bias, "kernel": "zeros", "bias": "zeros"}
    kernel = numbers(rng, [*window, channels], -1, 1)
    parameters = [kernel, numbers(rng, [channels], -1, 1)] if use_bias else [kernel]
    if not same and not fits(x.shape[1:3], window, (1, 1)):
        return refused(x, options, "a window that does not fit", parameters)
    return case(rng, lambda x, k, b=None: ACTIVATIONS[name](convolve(x, k.unsqueeze(2), b, strides, same, (1, 1), groups=channels)), x, parameters, options)


def pool2d(is_max):
    def make(rng):
        x = image(rng)
        if is_max and chance(rng, 0.4):
            x = np.where(rng.random(x.shape) < 0.1, rng.choice(np.float32([-np.inf, 0, -0.0]), x.shape), np.round(x)).astype(np.float32)  # ties, of which the first gets the gradient
        window, strides, same = pair(rng, 4), pair(rng, 3), chance(rng, 0.5)
        options = {**sized("size", window), **sized("strides", strides), "padding": "same" if same else "valid"}
        if not same and not fits(x.shape[1:3], window, (1, 1)):
            return refused(x, options, "a window that does not fit")

        def pool(x):
            pads = padding(x.shape[1:3], window, strides, (1, 1)) if same else [0, 0, 0, 0]
            images = x.permute(0, 3, 1, 2)
            if is_max:
                patches, real = windows(F.pad(images, pads, value=-np.inf), window, strides), windows(F.pad(torch.ones_like(images), pads), window, strides)
                largest = patches == patches.amax(-1, keepdim=True)
                picked = (largest * (1 + real)).argmax(-1, keepdim=True)  # no padding, where all are -∞
                return patches.gather(-1, picked).squeeze(-1).permute(0, 2, 3, 1)
            counts = windows(F.pad(torch.ones_like(images), pads), window, strides).sum(-1)
            return (windows(F.pad(images, pads), window, strides).sum(-1) / counts).permute(0, 2, 3, 1)
        return case(rng, pool, x, [], options)
    return make


def windows(images, window, strides):
    """[batch, channels, out height, out width, taps]."""
    return images.unfold(2, window[0], strides[0]).unfold(3, window[1], strides[1]).flatten(4)


def dense(rng):
    shape = [batch_size(rng), *[size(rng, 4) for _ in range(int(rng.integers(0, 3)))], size(rng, 20)]
    units, name = size(rng, 17), activation(rng)
    sparse = chance(rng, 0.4)
    x = numbers(rng, shape, corners=[0.0] if sparse else (), share=0.7)
    plain = name == "none"  # of a NaN no gradient is promised, so activations meet finite numbers
    if plain and chance(rng, 0.2) and x.size:
        x.flat[int(rng.integers(x.size))] = rng.choice(np.float32([np.inf, np.nan, 1e38, -1e-38]))
    kernel = numbers(rng, [shape[-1], units], -1, 1, [np.inf, np.nan] if plain and chance(rng, 0.15) else (), 0.05)
    return case(rng, lambda x, k, b: ACTIVATIONS[name](x @ k + b), x, [kernel, numbers(rng, [units], -1, 1)], {"units": units, "activation": name, "kernel": "zeros", "bias": "zeros"})


def batch_norm(rng):
    shape = [size(rng, 5), *[size(rng, 4) for _ in range(int(rng.integers(0, 3)))], size(rng, 6)]
    x, channels, training = numbers(rng, shape, -3, 3), shape[-1], chance(rng, 0.6)
    if chance(rng, 0.2):
        x[..., 0] = x.flat[0]  # a constant channel
    if chance(rng, 0.1):
        x += np.float32(1000)
    momentum, epsilon = float(np.float32(rng.choice([0.1, 0.3, 1.0]))), float(np.float32(rng.choice([1e-5, 1e-3, 1e-2])))
    options = {"momentum": repr(np.float32(momentum)), "epsilon": repr(np.float32(epsilon))}
    scale, shift, mean, variance = numbers(rng, [channels], 0.5, 1.5), numbers(rng, [channels], -1, 1), numbers(rng, [channels], -1, 1), numbers(rng, [channels], 0.2, 2)
    if training and x.size // channels < 2:
        return refused(x, options, "a batch of one value a channel", [scale, shift, mean, variance])
    rows = np.float64(x).reshape(-1, channels)
    conditioning = float((np.abs(rows.mean(0)) / np.sqrt(rows.var(0) + epsilon)).max())
    upstream = numbers(rng, shape, -1, 1)
    answers = {}
    for name, dtype in [("truth", torch.float64), ("single", torch.float32)]:
        running = [torch.tensor(mean, dtype=dtype), torch.tensor(variance, dtype=dtype)]

        def normalize(x, scale, shift):
            return F.batch_norm(x.reshape(-1, channels), *running, scale, shift, training, momentum, epsilon).reshape(x.shape)
        answers[name] = [*evaluate(normalize, [x, scale, shift], 3, upstream, dtype), *[np.asarray(r, np.float64) for r in running]]
    return {"request": {"options": options, "mode": "training" if training else "inference"}, "tensors": [x, scale, shift, mean, variance, upstream], "floor": max(1.0, conditioning), **answers}


def layer_norm(rng):
    shape = [batch_size(rng), *[size(rng, 4) for _ in range(int(rng.integers(0, 3)))], size(rng, 20)]
    x = numbers(rng, shape, -3, 3, QUIET if chance(rng, 0.2) else ())
    if chance(rng, 0.2) and x.size:
        x.reshape(-1, shape[-1])[0] = 2.5
    epsilon = np.float32(rng.choice([1e-5, 1e-3, 1e-2]))
    return case(rng, lambda x, s, b: F.layer_norm(x, x.shape[-1:], s, b, float(epsilon)), x, [numbers(rng, shape[-1:], 0.5, 1.5), numbers(rng, shape[-1:], -1, 1)], {"epsilon": repr(epsilon)})


def embedding(rng):
    count, width = size(rng, 9), size(rng, 6)
    x = rng.integers(0, count, [batch_size(rng), *[size(rng, 4) for _ in range(int(rng.integers(0, 3)))]]).astype(np.float32)
    table, pad = numbers(rng, [count, width], -1, 1), int(rng.integers(0, count)) if chance(rng, 0.4) else None
    if pad is not None:
        table[pad] = 0  # and stays so
    options = {"count": count, "width": width, **({} if pad is None else {"padding": pad}), "table": "zeros"}

    def look_up(table):
        return F.embedding(torch.tensor(x).long(), table, padding_idx=pad)
    upstream = numbers(rng, [*x.shape, width], -1, 1)
    return {"request": {"options": texts(options), "mode": "inference"}, "tensors": [x, table, upstream], "floor": 1.0, **both(look_up, [table], 1, upstream)}


def global_pool(function):
    def make(rng):
        shape = [size(rng, 4), *[size(rng, 5) for _ in range(int(rng.integers(1, 3)))], size(rng, 6)]
        x = numbers(rng, shape, corners=[np.inf, -np.inf, 0.0] if chance(rng, 0.2) else ())
        return case(rng, lambda x: function(x.reshape(x.shape[0], -1, x.shape[-1])), np.round(x) if chance(rng, 0.2) else x, [], {})
    return make


def lstm_step(z, h, rec, extra, states, units):
    i, f, g, o = (z + h @ rec).split(units, -1)
    c = torch.sigmoid(f) * states[1] + torch.sigmoid(i) * torch.tanh(g)
    return [torch.sigmoid(o) * torch.tanh(c), c]


def gru_step(z, h, rec, extra, states, units):
    (xr, xu, xn), (hr, hu, hn) = z.split(units, -1), (h @ rec).split(units, -1)
    r, u = torch.sigmoid(xr + hr), torch.sigmoid(xu + hu)
    n = torch.tanh(xn + r * (hn + extra))
    return [(1 - u) * n + u * h]


def recurrent(step, gates, parts):
    """PyTorch's cells, written out, for its own layers know no masks with gaps: a masked step keeps the state and gives 0."""
    def make(rng):
        batch, steps, features, units = batch_size(rng), size(rng, 5), size(rng, 4), size(rng, 6)
        x, sequences = numbers(rng, [batch, steps, features], corners=QUIET if chance(rng, 0.2) else ()), chance(rng, 0.5)
        parameters = [numbers(rng, [features, gates * units], -1, 1), numbers(rng, [units, gates * units], -1, 1), numbers(rng, [gates * units], -1, 1)]
        if parts == 1:
            parameters.append(numbers(rng, [units], -1, 1))
        state = numbers(rng, [batch, parts * units], -1, 1) if chance(rng, 0.5) else None
        mask = (rng.random([batch, steps]) < 0.7).astype(np.float32) if chance(rng, 0.4) else None
        options = {"units": units, "sequences": sequences, "kernel": "zeros", "recurrent": "zeros", **({"forget_bias": 1} if parts == 2 else {})}
        kept = mask
        if mask is None and chance(rng, 0.3):
            options["padding"] = 0
            x[rng.random([batch, steps]) < 0.3] = 0
            kept = (x != 0).any(-1).astype(np.float32)

        def run(x, kernel, rec, bias, *extra):
            start = torch.zeros([batch, parts * units], dtype=x.dtype) if state is None else torch.tensor(state, dtype=x.dtype)
            states, outputs = list(start.split(units, -1)), []
            for t in range(steps):
                new = step(x[:, t] @ kernel + bias, states[0], rec, extra[0] if extra else None, states, units)
                m = torch.ones([batch, 1], dtype=torch.bool) if kept is None else torch.tensor(kept[:, t:t + 1] != 0)
                outputs.append(torch.where(m, new[0], torch.zeros_like(new[0])))
                states = [torch.where(m, a, b) for a, b in zip(new, states)]
            return [torch.stack(outputs, 1) if sequences else states[0], torch.cat(states, -1)]
        upstream = numbers(rng, [batch, steps, units] if sequences else [batch, units], -1, 1)
        flags = {**({} if state is None else {"state": True}), **({} if mask is None else {"mask": True})}
        given = [array for array in (state, mask) if array is not None]
        return {"request": {"options": texts(options), "mode": "inference", **flags}, "tensors": [x, *given, *parameters, upstream], "floor": 1.0, **both(run, [x, *parameters], 1 + len(parameters), upstream)}
    return make


def reshape(rng):
    a, b, c = (size(rng, 4) for _ in range(3))
    return case(rng, lambda x: x.reshape(x.shape[0], c, a * b), numbers(rng, [batch_size(rng), a, b, c], corners=CORNERS), [], {"shape": f"{c}x{a * b}"}, elementwise=True)


def flatten(rng):
    return case(rng, lambda x: x.reshape(x.shape[0], x[:1].numel() if x.shape[0] else int(np.prod(x.shape[1:]))), numbers(rng, [batch_size(rng), *[size(rng, 4) for _ in range(int(rng.integers(0, 4)))]], corners=CORNERS), [], {}, elementwise=True)


def activation_layer(rng):
    name = str(rng.choice([n for n in ACTIVATIONS if n != "none"]))
    rows = name in ("softmax", "log-softmax")
    x = numbers(rng, [batch_size(rng), size(rng, 30)], -6, 6, () if rows else CORNERS if chance(rng, 0.5) else ())
    made = case(rng, ACTIVATIONS[name], x, [], {"function": name}, elementwise=not rows)
    return {**made, "scales": gelu_scales(x, made["tensors"][1])} if name == "gelu" else made


def normalization(rng):
    shape = [batch_size(rng), size(rng, 6)]
    limit = rng.choice([0.5, 3.0, np.inf])
    mean, scale = numbers(rng, shape[1:], -1, 1), numbers(rng, shape[1:], 0.2, 3)
    x, upstream = numbers(rng, shape, -4, 4, [np.inf, 0.0, 1e38] if chance(rng, 0.2) else ()), numbers(rng, shape, -1, 1)
    made = {}
    for name, dtype in [("truth", torch.float64), ("single", torch.float32)]:
        m, s = torch.tensor(mean, dtype=dtype), torch.tensor(scale, dtype=dtype)
        made[name] = [*evaluate(lambda x: torch.clamp((x - m) * s, -limit, limit), [x], 1, upstream, dtype), mean.astype(np.float64), scale.astype(np.float64)]
    return {"request": {"options": {"limit": "Infinity" if np.isinf(limit) else str(limit)}, "mode": "inference"}, "tensors": [x, mean, scale, upstream], "floor": 1.0, **made}


LAYERS = {
    "dense": dense, "conv2d": conv2d, "conv1d": conv1d, "conv2d-transpose": conv2d_transpose, "depthwise-conv2d": depthwise_conv2d, "max-pool2d": pool2d(True), "average-pool2d": pool2d(False),
    "batch-norm": batch_norm, "layer-norm": layer_norm, "embedding": embedding, "global-average-pool": global_pool(lambda x: x.mean(1)), "global-max-pool": global_pool(lambda x: torch.amax(x, 1)),
    "lstm": recurrent(lstm_step, 4, 2), "gru": recurrent(gru_step, 3, 1), "reshape": reshape, "flatten": flatten, "activation": activation_layer, "normalization": normalization,
}
