using Epoche.Simulation;

namespace Epoche.Reinforcement.Tests.Simulation;

public sealed class CaveTests
{
    private const int Size = 48;

    /// <summary>
    /// From y = 23 and rest. Held: speeds 0.5, 1, 1.5, 2, 2, so y = 22.5, 21.5, 20, 18, 16 and upper rows ⌊y + ½⌋ = 23, 22, 20, 18, 16.
    /// Then released: speeds 1.5, 1, 0.5, 0, −0.5, so y = 14.5, 13.5, 13, 13, 13.5 and rows 15, 14, 13, 13, 14.
    /// </summary>
    [Fact]
    public void The_flyer_moves_as_worked_out_by_hand()
    {
        Game game = new(seed: 2); // its tunnel leaves room above
        Assert.Equal(23, game.UpperRow);
        Assert.Equal([23, 22, 20, 18, 16, 15, 14, 13, 13, 14], ((int[])[1, 1, 1, 1, 1, 0, 0, 0, 0, 0]).Select(action =>
        {
            Assert.Equal(new(1, false, false), game.Step(action));
            return game.UpperRow;
        }));
    }

    [Fact]
    public void The_flyer_is_two_by_two_in_columns_eight_and_nine()
    {
        Game game = new(seed: 4);
        Assert.Equal(
            [(23, 8), (23, 9), (24, 8), (24, 9)],
            Enumerable.Range(0, Size * Size).Where(cell => game.Observation[cell] == 1).Select(cell => (cell / Size, cell % Size)));
    }

    [Fact]
    public void The_world_scrolls_a_column_a_step()
    {
        Game game = new(seed: 5);
        for (int step = 0; step < 20; step++)
        {
            float[] before = [.. game.Observation];
            game.Step(step % 4 < 2 ? 1 : 0);
            for (int x = 0; x < Size - 1; x++)
            {
                if (x is < 7 or > 9)
                {
                    Assert.All(
                        Enumerable.Range(0, Size), row => Assert.Equal(before[(row * Size) + x + 1], game.Observation[(row * Size) + x]));
                }
            }
        }
    }

    /// <summary>Every column of a long world against the rules, one by one.</summary>
    [Fact]
    public void The_tunnel_narrows_drifts_and_carries_blocks_as_the_rules_say()
    {
        HashSet<int> drifts = [];
        for (ulong seed = 0; seed < 20; seed++)
        {
            CaveTunnel tunnel = CaveTunnel.Start();
            Rng rng = new(seed);
            int centre = 24, drift = 0;
            CaveColumn last = default;
            for (int number = 0; number < 2048; number++)
            {
                CaveColumn column = tunnel.Next(ref rng);
                int gap = column.Floor - column.Ceiling, centreNow = column.Ceiling + (gap / 2);
                Assert.Equal(Math.Max(20, 28 - (number / 100)), gap);
                Assert.True(column.Ceiling >= 2 && column.Floor <= 46);
                bool held = column.Ceiling == 2 || column.Floor == 46;
                Assert.InRange(centreNow - centre, -1, 1);
                if (number % 4 == 0)
                {
                    drift = centreNow - centre;
                    drifts.Add(drift);
                }
                else if (!held && drift != 0)
                {
                    Assert.Equal(drift, centreNow - centre);
                }

                bool block = number >= 60 && (number - 60) % 24 < 2;
                Assert.Equal(block, column.Block >= 0);
                if (block && (number - 60) % 24 == 0)
                {
                    Assert.True(column.Block >= column.Ceiling && column.Block + 8 <= column.Floor);
                }
                else if (block)
                {
                    Assert.Equal(last.Block, column.Block);
                }

                Assert.All(Enumerable.Range(0, Size), row => Assert.Equal(column.IsSolid(row), ((column.Bits() >> row) & 1) == 1));
                (centre, last) = (centreNow, column);
            }
        }

        Assert.Equal([-1, 0, 1], drifts.Order());
    }

    [Fact]
    public void Blocks_appear_at_every_row_of_the_gap()
    {
        HashSet<int> depths = [];
        for (ulong seed = 0; seed < 500; seed++)
        {
            CaveTunnel tunnel = CaveTunnel.Start();
            Rng rng = new(seed);
            CaveColumn column = default;
            for (int number = 0; number <= 60; number++)
            {
                column = tunnel.Next(ref rng);
            }

            depths.Add(column.Block - column.Ceiling);
        }

        Assert.Equal(Enumerable.Range(0, 28 - 8 + 1), depths.Order());
    }

    /// <summary>Held for ever the flyer meets the ceiling: no reward for the step in which it touches, which ends the task.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_touch_ends_the_episode_without_a_reward(int action)
    {
        Game game = new(seed: 6);
        float total = 0;
        for (int step = 1; step < 60; step++)
        {
            StepResult result = game.Step(action);
            total += result.Reward;
            bool touches = Enumerable.Range(game.UpperRow, 2).Any(row => game.Behind(row, 8) || game.Behind(row, 9));
            Assert.Equal(touches, result.Terminated);
            Assert.Equal(touches ? 0 : 1, result.Reward);
            if (result.Terminated)
            {
                Assert.Equal(step - 1, total);
                return;
            }
        }

        Assert.Fail("Nothing was touched.");
    }

    /// <summary>
    /// The first block's last column is number 61; the flyer's left column is number t + 8 after t steps and is past it from t = 54 on.
    /// </summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(53, 0)]
    [InlineData(54, 1)]
    [InlineData(77, 1)]
    [InlineData(78, 2)]
    [InlineData(2000, 82)]
    public void Blocks_passed_follow_from_the_steps_survived(float steps, int blocks) => Assert.Equal(blocks, Cave.BlocksPassed(steps));

    [Fact]
    public void Limit_and_pixels_are_those_of_the_rules()
    {
        EnvironmentSpec spec = EnvironmentRegistry.Find("Cave-48x48").Spec;
        Assert.Equal((2000, 2000f, 2), (spec.TimeLimit, spec.BestReturn, spec.PixelSteps));
        Assert.Equal([48, 48, 1], spec.Observation);
    }

    private sealed class Game
    {
        private readonly Cave _game = new();
        private readonly CaveTunnel _start = CaveTunnel.Start();
        private readonly List<CaveColumn> _world = [];
        private Rng _rng;
        private int _steps;

        public Game(ulong seed)
        {
            Rng again = new(seed);
            CaveTunnel tunnel = _start;
            for (int number = 0; number < 200; number++)
            {
                _world.Add(tunnel.Next(ref again));
            }

            _rng = new(seed);
            _game.Reset(ref _rng, Observation);
        }

        public float[] Observation { get; } = new float[Size * Size];

        public int UpperRow => Array.IndexOf(Observation, 1f) / Size;

        public StepResult Step(int action)
        {
            _steps++;
            return _game.Step(action, ref _rng, Observation);
        }

        /// <summary>Whether the world is solid behind a cell of the screen.</summary>
        public bool Behind(int row, int x) => _world[_steps + x].IsSolid(row);
    }
}
