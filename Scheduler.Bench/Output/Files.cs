namespace Scheduler.Bench.Output;

/// <summary>What the file system refuses becomes an error of the user that names the option or file.</summary>
public static class Files
{
    /// <exception cref="InputException">It was refused.</exception>
    public static void Access(string where, Action access)
    {
        try
        {
            access();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(e.Message.TrimEnd('.'), where);
        }
    }

    /// <inheritdoc cref="Access"/>
    public static string ReadText(string path)
    {
        string text = "";
        Access(path, () => text = File.ReadAllText(path));
        return text;
    }
}
