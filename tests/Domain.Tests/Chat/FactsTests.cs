using AiSre.Domain.Chat;

namespace AiSre.Domain.Tests.Chat;

public sealed class FactsTests
{
    private static readonly Facts Seen = new(
    [
        "Pod/shop/web-7d8f9c6b5-x2k4m", "container web: ready False, restartCount 5, terminated reason OOMKilled, exitCode 137, limits.memory 512Mi",
        "log of shop/web-7d8f9c6b5-x2k4m/web", "java.lang.OutOfMemoryError: Java heap space",
    ]);

    [Theory]
    [InlineData("The container web was killed because it used more memory than its limit of 512Mi.")]
    [InlineData("The pod web-7d8f9c6b5-x2k4m was OOMKilled and restarted 5 times with exit code 137.")]
    [InlineData("It ran out of memory (OutOfMemoryError in the Java heap).")]
    [InlineData("Out-of-memory kills in shop/web-7d8f9c6b5-x2k4m.")]
    public void What_stands_in_them_may_be_said(string sentence) => Assert.Null(Seen.Uncarried(sentence));

    [Theory]
    [InlineData("The container web was killed 6 times.", "6")]
    [InlineData("The container web was killed with exit code 13.", "13")]
    [InlineData("The memory limit is 51Mi.", "51Mi")]
    [InlineData("It was restarted twelve times.", "twelve")]
    [InlineData("The pod web-0 was OOMKilled.", "web-0")]
    [InlineData("The pod web-7d8f9c6b5-zzzzz was OOMKilled.", "web-7d8f9c6b5-zzzzz")]
    [InlineData("The checkout service sends too much to web, so its memory is full.", "checkout")]
    [InlineData("Memory of the web container is used by deployment billing.", "billing")]
    [InlineData("It was OOMKilled by kube-reserved memory.", "kube-reserved")]
    [InlineData("It was OOMKilled at node ip-10-0-4-12.", "ip-10-0-4-12")]
    [InlineData("The JVM option MaxRAMPercentage is too high for its memory.", "MaxRAMPercentage")]
    public void A_name_or_a_number_that_does_not_may_not(string sentence, string what) => Assert.Equal(what, Seen.Uncarried(sentence));

    [Theory]
    [InlineData("The container web lost its database connection.")]
    [InlineData("The container web failed because DNS does not answer.")]
    [InlineData("An attack on the container web made it restart.")]
    [InlineData("The certificate of web has expired.")]
    [InlineData("The container web was terminated because its password is wrong.")]
    [InlineData("After a deploy the container web was terminated.")]
    [InlineData("A network problem terminated the container web.")]
    public void A_kind_of_cause_that_nothing_speaks_of_may_not(string sentence) => Assert.NotNull(Seen.Uncarried(sentence));

    [Theory]
    [InlineData("Somebody from accounting pressed the wrong button yesterday evening.")]
    [InlineData("![web](https://evil.example/x.png)")]
    [InlineData("The container web was OOMKilled, see [here](x).")]
    [InlineData("The container <b>web</b> was OOMKilled.")]
    [InlineData("The container web was OOMKilled, password=hunter2.")]
    public void Nor_what_is_about_something_else_or_is_no_plain_sentence(string sentence) => Assert.NotNull(Seen.Uncarried(sentence));
}
