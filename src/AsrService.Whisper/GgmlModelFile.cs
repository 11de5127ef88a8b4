using AsrService.Whisper.Ggml;

namespace AsrService.Whisper;

/// <summary>What the headers of a Whisper model in ggml form say about it.</summary>
public sealed record GgmlModelFile
{
    // whisper.cpp works on spectra of 400 samples, i.e. 201 bins, whatever the file says.
    private const int SpectrumBins = 201;
    private const int LongestWord = 512;

    private GgmlModelFile()
    {
    }

    /// <summary>Number of token ids, special tokens included: 51,864 (English only), 51,865 or 51,866 (multilingual).</summary>
    public int VocabularySize { get; private init; }

    /// <summary>Whether the model knows other languages than English.</summary>
    public bool IsMultilingual => VocabularySize > 51864;

    /// <summary>Number of encoder layers; it tells the size: 4 tiny, 6 base, 12 small, 24 medium, 32 large.</summary>
    public int EncoderLayers { get; private init; }

    /// <summary>Number of decoder layers; fewer than <see cref="EncoderLayers"/> in distilled and turbo models.</summary>
    public int DecoderLayers { get; private init; }

    /// <summary>Number of mel bands: 80, or 128 since large-v3.</summary>
    public int MelBands { get; private init; }

    /// <summary>How the large tensors are stored: f32, f16, q4_0, q4_1, q5_0, q5_1 or q8_0.</summary>
    public string FileType { get; private init; } = "";

    /// <summary>Bytes of all tensors, which is about the memory that the weights take once loaded.</summary>
    public long WeightsBytes { get; private init; }

    /// <summary>
    /// Checks the whole structure of a model without loading it: magic, hyperparameters, mel filters, vocabulary, and
    /// name, type, shape and extent of each tensor to the exact end of the file. The weights themselves are not read
    /// (damage inside them takes a checksum to find), so it takes milliseconds and little memory. No native code runs.
    /// </summary>
    /// <param name="path">Path of the file, such as ggml-tiny.bin.</param>
    /// <returns>The properties of the model.</returns>
    /// <exception cref="WhisperModelException">
    /// The file is missing, truncated, too long, damaged, or no Whisper model; also one of whisper.cpp's empty
    /// <c>for-tests-*</c> models.
    /// </exception>
    public static GgmlModelFile Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using var reader = new GgmlReader(path);
        reader.ReadMagic();
        var header = WhisperHeader.Read(reader);
        var bands = reader.ReadInt32("the number of mel filters", header.MelBands, header.MelBands);
        var bins = reader.ReadInt32("the size of the mel filters", SpectrumBins, SpectrumBins);
        reader.Skip((long)bands * bins * sizeof(float), "the mel filters");
        ReadVocabulary(reader, header.VocabularySize);

        return new GgmlModelFile
        {
            VocabularySize = header.VocabularySize,
            EncoderLayers = header.AudioLayers,
            DecoderLayers = header.TextLayers,
            MelBands = header.MelBands,
            FileType = header.Type.Name,
            WeightsBytes = GgmlTensors.Walk(reader, WhisperTensors.For(header)),
        };
    }

    private static void ReadVocabulary(GgmlReader reader, int size)
    {
        // One word more than ids, or no word for a blank, and whisper.cpp ends the process in the middle of decoding.
        var count = reader.ReadInt32("the number of words", 1, size);
        var hasBlank = false;
        Span<byte> word = stackalloc byte[LongestWord];
        for (var i = 0; i < count; i++)
        {
            var length = reader.ReadInt32("the length of a word", 0, LongestWord);
            reader.ReadExactly(word[..length], "a word");
            hasBlank |= length == 1 && word[0] == (byte)' ';
        }

        if (!hasBlank)
            throw reader.Damaged("its vocabulary has no blank");
    }
}
