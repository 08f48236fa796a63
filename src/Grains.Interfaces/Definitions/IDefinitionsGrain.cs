using System.Collections.Immutable;
using AiSre.Domain.Definitions.Yaml;

namespace AiSre.Grains.Definitions;

/// <summary>
/// What one workspace has defined, every revision of it, and the stand-ins that were added at run time. Whatever is put is checked first; when it is
/// wrong, what was in force stays. Key: the workspace's id.
/// </summary>
[Alias("aisre.definitions")]
public interface IDefinitionsGrain : IGrainWithStringKey
{
    /// <summary>
    /// For silos: everything in force, secrets as they were written; null when nothing has changed since <paramref name="knownStamp"/>.
    /// </summary>
    /// <param name="knownStamp">The stamp of the answer that the caller has; 0 when it has none.</param>
    [Alias("read"), Idempotent]
    Task<DefinitionsSnapshot?> ReadAsync(long knownStamp);

    /// <summary>
    /// For silos: what was in force at an instant (the first revision for all the time before it), and the stand-ins as they were known then.
    /// </summary>
    [Alias("at"), Idempotent]
    Task<DefinitionsSnapshot> AtAsync(DateTimeOffset at);

    /// <summary>For people: the documents in force without their secrets, and what was wrong with the last that were refused.</summary>
    [Alias("show"), Idempotent]
    Task<DefinitionsView> ShowAsync();

    /// <summary>Newest first.</summary>
    [Alias("revisions"), Idempotent]
    Task<ImmutableArray<DefinitionsRevision>> RevisionsAsync();

    /// <summary>The documents of one revision without their secrets; none when it is not kept.</summary>
    [Alias("revision"), Idempotent]
    Task<ImmutableArray<DefinitionDocument>> RevisionAsync(int number);

    /// <summary>Which channels hear of what, and which channels can be used.</summary>
    [Alias("routes"), Idempotent]
    Task<RoutesView> RoutesAsync();

    /// <summary>
    /// For processes of the API: how the workspace's own tools write; null when nothing has changed since <paramref name="knownStamp"/>.
    /// </summary>
    /// <param name="knownStamp">The stamp of the answer that the caller has; 0 when it has none.</param>
    [Alias("sources"), Idempotent]
    Task<SourcesSnapshot?> SourcesAsync(long knownStamp);

    /// <summary>Says what putting this would do, and does not.</summary>
    [Alias("check"), Idempotent]
    Task<DefinitionsOutcome> CheckAsync(ImmutableArray<DefinitionDocument> documents, bool byPlatform = false);

    /// <summary>Puts what a caller of the API wrote. Equal to what is in force it is no new revision.</summary>
    /// <param name="documents">All that the workspace is to define.</param>
    /// <param name="actor">Who puts it.</param>
    /// <param name="byPlatform">That one belongs to no workspace, and may lift the protection of namespaces.</param>
    [Alias("put"), Idempotent]
    Task<DefinitionsOutcome> PutAsync(ImmutableArray<DefinitionDocument> documents, string actor, bool byPlatform = false);

    /// <summary>
    /// The same for a text that a person made of what <see cref="ShowAsync"/> answered: a secret that is still <c>***</c> stays as it is.
    /// </summary>
    [Alias("check-edit"), Idempotent]
    Task<DefinitionsOutcome> CheckEditAsync(DefinitionDocument edited, bool byPlatform = false);

    /// <summary>Puts such a text.</summary>
    /// <param name="edited">All that the workspace is to define.</param>
    /// <param name="revision">The one that it was made of; 0 when nothing was in force. When another is in force now, nothing is put.</param>
    /// <param name="actor">Who puts it.</param>
    /// <param name="byPlatform">That one belongs to no workspace.</param>
    [Alias("put-edit"), Idempotent]
    Task<DefinitionsOutcome> PutEditAsync(DefinitionDocument edited, int revision, string actor, bool byPlatform = false);

    /// <summary>Puts what lies in the folder of a silo; from then on the API may not.</summary>
    [Alias("put-files"), Idempotent]
    Task<DefinitionsOutcome> PutFilesAsync(ImmutableArray<DefinitionDocument> documents, string actor);

    /// <summary>A silo that starts has no files: what is in force stays so, and the API may put again.</summary>
    [Alias("release-files"), Idempotent]
    Task ReleaseFilesAsync(string actor);

    /// <summary>A silo has found its files wrong: from now on answers about the definitions say so.</summary>
    [Alias("refuse-files"), Idempotent]
    Task RefuseFilesAsync(ImmutableArray<DefinitionProblem> problems, string actor);

    /// <summary>What is wrong with a silo's files; null when nothing is.</summary>
    [Alias("wrong-files"), Idempotent]
    Task<RefusedDefinitions?> WrongFilesAsync();

    /// <summary>A person stands in from now on. Of several at the same time the newest wins.</summary>
    [Alias("add-override")]
    Task<OverrideOutcome> AddOverrideAsync(OverrideRequest request);

    /// <returns>False when there is none with this id that was added at run time.</returns>
    [Alias("remove-override"), Idempotent]
    Task<bool> RemoveOverrideAsync(string id, string actor);
}
