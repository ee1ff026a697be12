using System.Runtime.CompilerServices;

namespace Epoche.Kernels;

/// <content>How the rows of a result map to the rows of its operands.</content>
internal static partial class Broadcast
{
    /// <summary>
    /// The axes of a result with each operand's stride along them (0 where it repeats), fewest possible: neighbouring axes that
    /// all operands walk alike are one, axes of size 1 are none. It enumerates rows, along the last axis, or planes, along
    /// the last two.
    /// </summary>
    private struct Axes
    {
        private Table _sizes, _index;
        private Strides _strides;
        private Offsets _offsets;

        public Axes(Shape result, Shape x, Shape y, Shape z)
        {
            Span<int> stride = [1, 1, 1], step = [0, 0, 0];
            ReadOnlySpan<Shape> operands = [x, y, z];
            Table sizes = default;
            Strides strides = default;
            int rank = 0;

            // From the last axis to the first; the last ends up at index 0 and is turned round below.
            for (int axis = 1; axis <= result.Rank; axis++)
            {
                int size = result[-axis];
                if (size == 1)
                {
                    continue;
                }

                bool merges = rank > 0;
                for (int k = 0; k < 3; k++)
                {
                    bool repeats = axis > operands[k].Rank || operands[k][-axis] == 1;
                    step[k] = repeats ? 0 : stride[k];
                    stride[k] *= repeats ? 1 : size;
                    merges = merges && step[k] == strides[(3 * (rank - 1)) + k] * sizes[rank - 1];
                }

                if (merges)
                {
                    sizes[rank - 1] *= size;
                    continue;
                }

                sizes[rank] = size;
                step.CopyTo(strides[(3 * rank)..]);
                rank++;
            }

            if (rank == 0)
            {
                sizes[0] = 1;
                strides[0] = strides[1] = strides[2] = 1;
                rank = 1;
            }

            Rank = rank;
            for (int i = 0; i < rank; i++)
            {
                _sizes[i] = sizes[rank - 1 - i];
                strides[(3 * (rank - 1 - i))..(3 * (rank - i))].CopyTo(_strides[(3 * i)..]);
            }
        }

        public int Rank { get; }

        public readonly int Size(int axis) => _sizes[axis];

        /// <summary>Whether an operand advances along the last axis.</summary>
        public readonly bool Inner(int operand) => _strides[(3 * (Rank - 1)) + operand] != 0;

        /// <summary>The length of a row.</summary>
        public readonly int Columns => _sizes[Rank - 1];

        /// <summary>The rows of a plane.</summary>
        public readonly int Rows => Rank > 1 ? _sizes[Rank - 2] : 1;

        /// <summary>How far apart the rows of an operand are.</summary>
        public readonly int RowStep(int operand) => Rank > 1 ? _strides[(3 * (Rank - 2)) + operand] : 0;

        /// <summary>Where the current row or plane of an operand starts.</summary>
        public readonly int Offset(int operand) => _offsets[operand];

        /// <summary>Moves to the next row (one inner axis) or plane (two), if there is one.</summary>
        public bool Next(int inner)
        {
            for (int axis = Rank - 1 - inner; axis >= 0; axis--)
            {
                bool wraps = ++_index[axis] == _sizes[axis];
                int steps = wraps ? 1 - _sizes[axis] : 1;
                for (int k = 0; k < 3; k++)
                {
                    _offsets[k] += steps * _strides[(3 * axis) + k];
                }

                if (!wraps)
                {
                    return true;
                }

                _index[axis] = 0;
            }

            return false;
        }

        [InlineArray(Epoche.Shape.MaxRank)]
        private struct Table
        {
            private int _first;
        }

        [InlineArray(3 * Epoche.Shape.MaxRank)]
        private struct Strides
        {
            private int _first;
        }

        [InlineArray(3)]
        private struct Offsets
        {
            private int _first;
        }
    }
}
