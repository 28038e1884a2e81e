import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { testShell } from '../testing/fake-host.ts';

type Case = readonly [script: string, ...lines: string[]];

/** Scripts and the lines that they print, by section of shell-language.md. */
const CASES: Readonly<Record<string, readonly Case[]>> = {
  '§1.2 strings': [
    ['$c = @{Name="n"}; "$c.Name $($c.Name)"', 'System.Collections.Hashtable.Name n'],
    ['$a = 1,2; "$a[0]"', '1 2[0]'],
    ['"$null|$true|$(1.5)"', '|True|1.5'],
    ['$a = 1,$null,3; $OFS = "-"; "$a"', '1--3'],
    ['"$([datetime]"2026-03-02 09:14:07")"', '03/02/2026 09:14:07'],
    ["'a $x ` b'", 'a $x ` b'],
    ['“smart” + ‘q’', 'smartq'],
    ['@"\n$(1+1) "q"\n"@', '2 "q"'],
  ],
  '§1.3 numbers': [['1KB; 0x10; 1e2; 1.5GB; 2L', '1024', '16', '100', '1610612736', '2']],
  '§2 variables': [
    ['$a = $b = 1; "$a$b"', '11'],
    ['$a, $b = 1, 2, 3; "$a|$b"', '1|2 3'],
    ['[int]$n = "5"; $n = "6"; $n + 1', '7'],
    ['($x = 5); $x', '5', '5'],
    ['$x = 1; & { $x = 2 }; $x; . { $x = 3 }; $x', '1', '3'],
    ['$x = 1; 1 | ForEach-Object { $x = 2 }; $x', '2'],
    ['function f { $script:s = 1; $global:g = 2; $l = 3 }; f; "$s$g$l"', '12'],
    ['$i = 1; $i++; ++$i; $i--; $i += 5; $i *= 2; $i', '14'],
    ['$h = @{}; $h["x"] = 1; $h.y = 2; $h.Count', '2'],
    ['$a = 1,2; $a[0] = 9; $a += 3; "$a"', '9 2 3'],
    ['$null = 5; "$unset|"', '|'],
    ['${a b} = 1; ${a b}', '1'],
    ['$env:COMPUTERNAME', 'EX01'],
    ['$PSVersionTable.PSVersion.Major', '5'],
    ['1 | % { $PSItem }', '1'],
  ],
  '§3.1 precedence': [
    ['(1,2 + 3) -join ","', '1,2,3'],
    ['"{0}-{1}" -f 1, 2', '1-2'],
    ['-not $true -eq $false', 'True'],
    ['$true -or $false -and $false', 'False'],
    ['"abc" -like "a*" -and 1', 'True'],
    ['2 + 3 * 4; (2 + 3) * 4; -2 + 1', '14', '20', '-1'],
    ['1..3 -join ""; (1..2 + 3) -join ""', '123', '123'],
    ['@(1).Count; @().Count; @(1,2).Count; (,1).Count', '1', '0', '2', '1'],
  ],
  '§3.2 truth': [
    ['foreach ($v in $null,$false,0,"") { [bool]$v }', 'False', 'False', 'False', 'False'],
    [
      '[bool]@(); [bool]@(0); [bool]@(0,0); [bool]"False"; [bool]@{}',
      'False',
      'False',
      'True',
      'True',
      'True',
    ],
  ],
  '§3.3 conversion': [
    ['"5" -eq 5; 5 -eq "5"; "1.0" -eq 1', 'True', 'True', 'False'],
    ['[int]2.5; [int]3.5; [int]"0x1F"; [int]"7"', '2', '4', '31', '7'],
    ['7 / 2; 6 / 2; 7 % 4', '3.5', '3', '3'],
    ['"a" + 1; 1 + "2"; "ab" * 2; (1,2) + 3 -join ","', 'a1', '3', 'abab', '1,2,3'],
    ['(@{a=1} + @{b=2}).Count', '2'],
    ['"true" -as [bool]; "x" -as [int]; $null -eq ("x" -as [int])', 'True', 'True'],
  ],
  '§3.4 operators': [
    ['"ABC" -eq "abc"; "ABC" -ceq "abc"; "a" -lt "B"', 'True', 'False', 'True'],
    [
      '"relay" -like "R*"; "relay" -clike "R*"; "a[1]" -like \'a`[1]\'; "b" -like "[a-c]"',
      'True',
      'False',
      'True',
      'True',
    ],
    ['"192.168.5.10" -match "^192\\.168\\.(\\d+)\\."; $Matches[1]; $Matches[0]', 'True', '5', '192.168.5.'],
    ['"k=v" -match "(?<key>\\w)=(?<val>\\w)"; $Matches.val', 'True', 'v'],
    ['"x" -match "y"; $Matches.Count', 'False', '0'],
    ['1,2,3,2 -eq 2', '2', '2'],
    ['"a:25","b:587" -like "*:25"; ("a","b" -ne "a")', 'a:25', 'b'],
    ['1,2 -contains 2; 3 -in 1,2; 3 -notin 1,2; "A" -ccontains "a"', 'True', 'False', 'True', 'False'],
    ['"a1b2" -replace "\\d","#"; "ab" -replace "b"; "ab" -replace "(a)(b)","$2$1"', 'a#b#', 'a', ''],
    ["'ab' -replace '(a)(b)','$2$1'; 'x' -replace 'x','$$'", 'ba', '$'],
    ['"a, b" -split ", "; ("a b  c".Split(" ")).Count; (-split " a  b ").Count', 'a', 'b', '4', '2'],
    ['("a,b,c" -split ",",2) -join "|"', 'a|b,c'],
    ['"{0,-4}|{1,6:N2}|{2:D3}|{3:P0}|{{}}" -f "a", 3.14159, 7, 0.5', 'a   |  3.14|007|50 %|{}'],
    ['"{0:yyyy-MM-dd HH:mm}" -f [datetime]"3/2/2026 9:05 AM"; "{0:X}" -f 255', '2026-03-02 09:05', 'FF'],
    [
      '3..1 -join ""; 5 -is [int]; "s" -isnot [string]; 6 -band 3; 6 -bxor 3',
      '321',
      'True',
      'False',
      '2',
      '5',
    ],
    ['$null -eq 0; 0 -eq $null; $null -lt 1', 'False', 'False', 'True'],
  ],
  '§3.5 literals and types': [
    ['(@{ a = 1; "b c" = 2\n 3 = "x" })."b c"', '2'],
    ['([ordered]@{z=1;a=2}).Keys -join ","; ([ordered]@{z=1;a=2})[1]', 'z,a', '2'],
    ['([pscustomobject]@{Name="x"; Ip="y"}).Ip', 'y'],
    [
      '[math]::Round(2.5); [math]::Max(1,2); [string]::Join("-", 1, 2); [string]::IsNullOrEmpty("")',
      '2',
      '2',
      '1-2',
      'True',
    ],
    [
      '([datetime]"3/2/2026").Month; ([datetime]"2026-03-02T00:00:00").Day; ([timespan]"1.02:00:00").TotalHours',
      '3',
      '2',
      '26',
    ],
    ['[string[]]$x = 1,2; $x[0].GetType().Name; [char]65; [int][char]"A"', 'String', 'A', '65'],
    ['[Microsoft.Exchange.Data.ByteQuantifiedSize]"25MB"', '25 MB (26,214,400 bytes)'],
    ['([Microsoft.Exchange.Data.IPRange]"10.0.0.0/8").UpperBound', '10.255.255.255'],
  ],
  '§3.6 members': [
    [
      '"a, b".Split(", ").Count; "abc".Substring(1,1); "x".PadLeft(3,"0"); " t ".Trim()',
      '3',
      'b',
      '00x',
      't',
    ],
    [
      '"ab".Contains("A"); "ab".IndexOf("b"); "a-b".Replace("-","+"); "abc".Remove(1)',
      'False',
      '1',
      'a+b',
      'a',
    ],
    ['"abc"[0]; "abc"[-1]; (1,2,3)[0,2] -join ""; (1..5)[1..2] -join ""', 'a', 'c', '13', '23'],
    ['$null.Foo; $null.Count; (5).Count; "abc".Length', '0', '1', '3'],
    [
      '$o = [pscustomobject]@{n=1},[pscustomobject]@{n=2}; $o.n -join ","; ("a ","b ").Trim() -join "|"',
      '1,2',
      'a|b',
    ],
    ['$l = [System.Collections.ArrayList]@(1); [void]$l.Add(2); $l.Remove(1); "$l"', '2'],
    ['$h = @{a=1}; $h.Add("b",2); $h.ContainsKey("B"); $h.Remove("a"); $h.Keys', 'True', 'b'],
    ['$h = @{a=1;b=2}; $h.GetEnumerator() | % { "$($_.Key)=$($_.Value)" }', 'a=1', 'b=2'],
    ['(1..4).Where({ $_ -gt 2 }) -join ""; (1,2).ForEach({ $_ * 2 }) -join ""', '34', '24'],
    [
      '$d = [datetime]"2026-01-31"; $d.AddMonths(1).ToString("yyyy-MM-dd"); $d.DayOfWeek; ($d.AddDays(1) - $d).Days',
      '2026-02-28',
      'Saturday',
      '1',
    ],
    ['$n = "Name"; ([pscustomobject]@{Name="v"}).$n; (@{"odd name"=1})."odd name"', 'v', '1'],
    ['([Microsoft.Exchange.Data.ByteQuantifiedSize]"2.5GB").ToGB()', '2'],
    ['([pscustomobject]@{a=1;b=2}).PSObject.Properties | % { $_.Name }', 'a', 'b'],
  ],
  '§6 pipelines': [
    ['1..3 | % { $_ * 2 } | ? { $_ -gt 2 }', '4', '6'],
    ['1..2 | % { $o = $_; 3..4 | % { "$o$_" }; "end $_" }', '13', '14', 'end 1', '23', '24', 'end 2'],
    ['function n { 1..9 | % { $global:seen = $_; $_ } }; n | select -First 2; $seen', '1', '2', '2'],
    ['@(1,2),3 | % { "$_" }', '1 2', '3'],
    ['"a" > f.txt; "b" >> f.txt; (Get-Content f.txt) -join "|"', 'a|b'],
    ['$x = 1 > $null; "$x|"', '|'],
    ['Get-Nope 2> $null; $?', 'False'],
    ['1; 2', '1', '2'],
  ],
  '§7 statements': [
    ['if (0) { 1 } elseif (1) { 2 } else { 3 }', '2'],
    ['foreach ($x in 1..5) { if ($x -eq 2) { continue }; if ($x -eq 4) { break }; $x }', '1', '3'],
    ['foreach ($x in $null) { "never" }; foreach ($x in "one") { $x }', 'one'],
    ['for ($i = 0; $i -lt 3; $i++) { $i }', '0', '1', '2'],
    ['$i = 0; while ($i -lt 2) { $i++ }; do { $i++ } until ($i -ge 5); $i', '5'],
    [':o foreach ($i in 1..2) { foreach ($j in 1..2) { if ($j -eq 2) { continue o }; "$i$j" } }', '11', '21'],
    [
      'switch (1,2,3) { 1 { "one" } { $_ -gt 1 } { "big $_" } 3 { "three" } default { "d" } }',
      'one',
      'big 2',
      'big 3',
      'three',
    ],
    ['switch -Wildcard ("Anonymous") { "A*" { "w"; break } default { "d" } }', 'w'],
    ['switch -Regex ("ab12") { "(\\d+)" { $Matches[1] } }', '12'],
    ['switch ("x") { y { 1 } default { "d" } }', 'd'],
    [
      '$r = foreach ($x in 1..3) { $x * 2 }; $r -join ","; $y = if (1) { "t" } else { "f" }; $y',
      '2,4,6',
      't',
    ],
    [
      'function f { param([type]$T, [int]$A = 3, [switch]$S) "$A $S $args" }; f -A 4 -S; f',
      '4 True ',
      '3 False ',
    ],
    ['function f($a, $b) { "$a-$b"; $args.Count }; f 1 2 3', '1-2', '1'],
    ['function f { begin { "b" } process { "p$_" } end { "e" } }; 1,2 | f', 'b', 'p1', 'p2', 'e'],
    ['function f { $input | % { $_ * 2 } }; 1,2 | f', '2', '4'],
    ['function f { 1; return 2; 3 }; f', '1', '2'],
    ['filter double { $_ * 2 }; 1,2 | double', '2', '4'],
    [
      'function f { param([Parameter(ValueFromPipeline=$true)][int]$N) process { $N + 1 } }; 1,2 | f',
      '2',
      '3',
    ],
    ['& { param($x) $x * 2 } 4; $b = { "hi $args" }; & $b 1 2', '8', 'hi 1 2'],
    ['try { throw "boom" } catch { "caught $_" } finally { "done" }', 'caught boom', 'done'],
    ['try { 1 / 0 } catch { $_.Exception.Message }', 'Attempted to divide by zero.'],
    [
      'try { Get-Nope } catch [System.Management.Automation.CommandNotFoundException] { "cnf" } catch { "other" }',
      'cnf',
    ],
    ['try { try { throw "a" } catch { throw } } catch { "again $_" }', 'again a'],
    ['try { Write-Error "soft" -ErrorAction SilentlyContinue; "after" } catch { "no" }', 'after'],
    ['try { Write-Error "hard" -ErrorAction Stop; "no" } catch { "caught $_" }', 'caught hard'],
    ['$ErrorActionPreference = "Stop"; try { Write-Error "x" } catch { "stopped" }', 'stopped'],
    ['function f { try { return 1 } finally { "fin" } }; f', '1', 'fin'],
    ['"a"; exit 3; "b"', 'a'],
  ],
  '§8 aliases': [
    ['echo a; 1..3 | measure | select -ExpandProperty Count', 'a', '3'],
    ['function Get-Thing { "thing" }; Thing', 'thing'],
    ['3,1 | sort', '1', '3'],
  ],
  '§11 common parameters': [
    ['1..2 | % { $_ } -OutVariable o | Out-Null; "$o"', '1 2'],
    [
      'Write-Error "x" -ErrorAction 0 -ErrorVariable e; $e[0].Exception.Message; $Error[0].Exception.Message',
      'x',
      'x',
    ],
    ['Write-Error "x" -ErrorAction Ignore; $Error.Count; $?', '0', 'True'],
    ['Write-Error "x" -ea SilentlyContinue; $?; $?', 'False', 'True'],
    ['1 | % { $_ } -ov a | out-null; 2 | % { $_ } -ov +a | out-null; "$a"', '1 2'],
  ],
};

for (const [section, cases] of Object.entries(CASES)) {
  describe(section, () => {
    for (const [script, ...lines] of cases) {
      it(script, async () => {
        const { out, err } = await testShell().run(script);
        assert.equal(err, '');
        assert.deepEqual(out === '' ? [] : out.replace(/\n$/, '').split('\n'), lines);
      });
    }
  });
}
