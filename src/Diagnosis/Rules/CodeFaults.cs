using System.Text.RegularExpressions;

namespace AiSre.Diagnosis.Rules;

/// <summary>Errors that only a program's own code makes, in the words of its language.</summary>
internal static partial class CodeFaults
{
    [GeneratedRegex(@"\bNullPointerException\b|\bClassCastException\b|\bIndexOutOfBounds\w*\b|\bArrayIndexOutOfBoundsException\b"
        + @"|\bNoSuch(?:Method|Field)Error\b|\bNoClassDefFoundError\b|\bClassNotFoundException\b"
        + @"|\bIllegal(?:State|Argument)Exception\b|\bNumberFormatException\b|\bStackOverflowError\b|\bUnsupportedClassVersionError\b"
        + @"|\bConcurrentModificationException\b|\bBeanCreationException\b|\bAbstractMethodError\b"
        + @"|\b(?:Attribute|Key|Index|Type|Name|Value|Import|ModuleNotFound|Assertion|Recursion|ZeroDivision|Unbound(?:Local)?|Syntax|Indentation"
        + @"|Reference|Range)Error\b"
        + @"|\bpanic: |\bnil pointer dereference\b|index out of range|assignment to entry in nil map|\binvalid memory address\b"
        + @"|goroutine \d+ \[running\]|thread '[^']*' panicked"
        + @"|\bNullReferenceException\b|\bInvalidOperationException\b|\bMissingMethodException\b|\bArgument(?:Null|OutOfRange)?Exception\b"
        + @"|\bInvalidCastException\b|\bFormatException\b"
        + @"|is not a function\b|Cannot read propert(?:y|ies) of|is not defined\b|Cannot find module|UnhandledPromiseRejection|undefined method `"
        + @"|NoMethodError|uncaught (?:TypeError|Exception)|PHP Fatal error|segmentation fault|\bSIGSEGV\b")]
    private static partial Regex Words();

    public static Regex Pattern { get; } = Words();
}
