namespace AsrService.Commands;

/// <summary>Whether a model's file is where the server looks for it.</summary>
internal enum ModelState
{
    /// <summary>There is no file.</summary>
    Absent,

    /// <summary>There is one of the right length.</summary>
    Present,

    /// <summary>There is one of another length.</summary>
    Damaged,
}
