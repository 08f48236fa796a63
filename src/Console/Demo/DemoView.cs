using AiSre.Grains.Demo;

namespace AiSre.Console.Demo;

public sealed record DemoView(DemoProgress Progress)
{
    public bool IsDone => Progress.Phase is DemoPhase.Done;
}
