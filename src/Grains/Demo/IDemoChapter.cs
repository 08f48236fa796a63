using AiSre.Domain.Demo;

namespace AiSre.Grains.Demo;

/// <summary>Writes one kind of things of the story. What it has written already it finds, and writes once.</summary>
internal interface IDemoChapter
{
    /// <summary>What they are called where they are counted, such as <c>incidents</c>. Stored: never renamed.</summary>
    string Kind { get; }

    /// <summary>How many there are in the story.</summary>
    int CountIn(DemoStory story);

    /// <summary>Writes some more.</summary>
    /// <param name="story">What is told.</param>
    /// <param name="written">How many are written.</param>
    /// <returns>How many are then: more than before.</returns>
    Task<int> WriteAsync(DemoStory story, int written);
}
